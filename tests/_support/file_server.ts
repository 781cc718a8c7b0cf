/**
 * A web server for the files of a folder, as one that hosts a release.
 *
 * @module
 */

import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".ts": "application/typescript",
  ".js": "text/javascript",
  ".json": "application/json",
};

/** How to serve. */
export interface FileServerOptions {
  /**
   * What to send in place of a file's content.
   *
   * @default {the content}
   */
  alter?: (path: string, content: string) => string;
}

/** A running web server on 127.0.0.1. Leaving its scope stops it. */
export class FileServer implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  /** The paths that were asked for, in order, each beginning with a slash. */
  readonly requests: string[] = [];

  /**
   * Starts it on a free port.
   *
   * @param folder Where the files are.
   * @param options How to serve them.
   */
  constructor(folder: string, options: FileServerOptions = {}) {
    const { alter = (_path, content) => content } = options;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      async ({ url }) => {
        const path = normalize(decodeURIComponent(new URL(url).pathname));
        this.requests.push(path);
        try {
          const content = await Deno.readTextFile(join(folder, path));
          const type = TYPES[extname(path)] ?? "text/plain";
          return new Response(alter(path, content), {
            headers: { "content-type": type },
          });
        } catch {
          return new Response("Not found", { status: 404 });
        }
      },
    );
  }

  /** The host and the port, as `--allow-import` wants them. */
  get host(): string {
    return `127.0.0.1:${this.#server.addr.port}`;
  }

  /** Where a file is. */
  url(path: string): string {
    return `http://${this.host}/${path}`;
  }

  /** Stops it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
