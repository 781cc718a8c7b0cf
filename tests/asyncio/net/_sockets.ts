/** What the kernel knows of this process's sockets (Linux). */

const libc = () =>
  Deno.dlopen("libc.so.6", {
    getsockopt: {
      parameters: ["i32", "i32", "i32", "buffer", "buffer"],
      result: "i32",
    },
    listen: { parameters: ["i32", "i32"], result: "i32" },
  });

/** A row of the kernel's table of TCP sockets. */
export interface Row {
  localPort: number;
  remotePort: number;
  state: "established" | "connecting" | "listening" | "other";
  inode: string;
}

const STATES: Record<string, Row["state"]> = {
  "01": "established",
  "02": "connecting",
  "0A": "listening",
};

/** The TCP sockets over IPv4 of this machine. */
export function rows(): Row[] {
  const lines = Deno.readTextFileSync("/proc/self/net/tcp").trim().split("\n");
  return lines.slice(1).map((line) => {
    const fields = line.trim().split(/\s+/);
    const port = (address: string) => parseInt(address.split(":")[1]!, 16);
    return {
      localPort: port(fields[1]!),
      remotePort: port(fields[2]!),
      state: STATES[fields[3]!] ?? "other",
      inode: fields[9]!,
    };
  });
}

/** The descriptor of a socket of this process. */
export function descriptorOf(row: Row | undefined): number {
  for (const { name } of Deno.readDirSync("/proc/self/fd")) {
    try {
      const link = Deno.readLinkSync(`/proc/self/fd/${name}`);
      if (link === `socket:[${row?.inode}]`) return Number(name);
    } catch {
      // The descriptor of the folder itself is closed by now.
    }
  }
  throw new Error("no such socket");
}

/** Reads an option of a socket that is a number. */
export function socketOption(
  fd: number,
  level: number,
  option: number,
): number {
  const library = libc();
  const value = new Int32Array(1);
  const size = new Int32Array([4]);
  const result = library.symbols.getsockopt(fd, level, option, value, size);
  library.close();
  if (result !== 0) throw new Error("getsockopt() failed");
  return value[0]!;
}

/** Sets how many connections may wait at a listener. */
export function setBacklog(fd: number, backlog: number): void {
  const library = libc();
  const result = library.symbols.listen(fd, backlog);
  library.close();
  if (result !== 0) throw new Error("listen() failed");
}
