/** Servers of others, each in a process of its own, on a free port of this machine, with a folder of its own. */

import { fileURLToPath } from "node:url";
import { certificates } from "../_support/certificates.ts";

/** The host of all servers. */
export const HOST = "127.0.0.1";

/** A free port. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: HOST, port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

/** A folder that is removed at the end, with the tests' certificates in it. */
export class Folder implements Disposable {
  readonly path: string = Deno.makeTempDirSync();

  constructor() {
    // Servers that give up root's rights read here, too.
    Deno.chmodSync(this.path, 0o755);
    const { server, ca } = certificates();
    this.write("server.pem", server.cert);
    this.write("server.key", server.key);
    this.write("ca.pem", ca);
  }

  /** Writes a file; gives its path. */
  write(name: string, content: string): string {
    const path = `${this.path}/${name}`;
    Deno.writeTextFileSync(path, content);
    return path;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** Runs a command to its end; throws with what it has written if it fails. */
export async function execute(...command: string[]): Promise<string> {
  const [program, ...args] = command;
  const { success, stdout, stderr } = await new Deno.Command(program!, {
    args,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  const output = decoder.decode(stdout);
  if (!success) {
    throw new Error(`${command.join(" ")}: ${decoder.decode(stderr)}${output}`);
  }
  return output;
}

/** A server that runs. */
export class Service implements AsyncDisposable {
  readonly port: number;
  readonly #child: Deno.ChildProcess;
  readonly #output: Promise<string>;

  private constructor(port: number, child: Deno.ChildProcess) {
    this.port = port;
    this.#child = child;
    this.#output = new Response(child.stdout).text();
  }

  /** Starts a server and waits until it listens. */
  static async start(port: number, ...command: string[]): Promise<Service> {
    const [program, ...args] = command;
    const child = new Deno.Command(program!, {
      args,
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const service = new Service(port, child);
    let ended = false;
    child.status.then(() => ended = true);
    for (;;) {
      try {
        (await Deno.connect({ hostname: HOST, port })).close();
        return service;
      } catch (error) {
        if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
        if (ended) {
          throw new Error(`${command.join(" ")}: ${await service.#output}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** Ends it; gives what it has written to its standard output. */
  async stop(): Promise<string> {
    try {
      this.#child.kill("SIGINT");
    } catch (error) {
      // It has ended by itself.
      if (!(error instanceof TypeError)) throw error;
    }
    await this.#child.status;
    return await this.#output;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** The Python of a virtual environment with a package, made in the folder of the build. */
export async function python(packageName: string): Promise<string> {
  const folder = fileURLToPath(
    new URL("../../cpp_shim/build/interop", import.meta.url),
  );
  const path = `${folder}/bin/python`;
  try {
    await execute(path, "-c", `import ${packageName}`);
  } catch {
    await execute("python3", "-m", "venv", folder);
    await execute(path, "-m", "pip", "install", "--quiet", packageName);
  }
  return path;
}
