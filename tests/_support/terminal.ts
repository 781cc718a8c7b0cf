/**
 * Pseudo-terminals (Linux).
 *
 * @module
 */

const libc = () =>
  Deno.dlopen("libc.so.6", {
    posix_openpt: { parameters: ["i32"], result: "i32" },
    grantpt: { parameters: ["i32"], result: "i32" },
    unlockpt: { parameters: ["i32"], result: "i32" },
    ptsname_r: { parameters: ["i32", "buffer", "usize"], result: "i32" },
    fcntl: { parameters: ["i32", "i32", "i32"], result: "i32" },
    read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
    write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
    close: { parameters: ["i32"], result: "i32" },
  });

/** Makes a pseudo-terminal: the descriptor of its master end, and the path of the other one. */
export function openTerminal(): [fd: number, path: string] {
  using library = disposable();
  const { symbols } = library;
  const name = new Uint8Array(100);
  const fd = symbols.posix_openpt(2 | 0o400); // O_RDWR | O_NOCTTY
  symbols.grantpt(fd);
  symbols.unlockpt(fd);
  if (symbols.ptsname_r(fd, name, 100n) !== 0) {
    throw new Error("This system has no pseudo-terminals");
  }
  const path = new TextDecoder().decode(name.subarray(0, name.indexOf(0)));
  return [fd, path];
}

function disposable(): ReturnType<typeof libc> & Disposable {
  const library = libc();
  return Object.assign(library, { [Symbol.dispose]: () => library.close() });
}

/** A pseudo-terminal, of which a test is the device at the other end of the line. */
export class Line implements Disposable {
  /** The path of the end that a program opens. */
  readonly path: string;
  readonly #fd: number;
  readonly #library = libc();
  #isOpen = true;

  constructor() {
    [this.#fd, this.path] = openTerminal();
    this.#library.symbols.fcntl(this.#fd, 4, 0o4000); // F_SETFL, O_NONBLOCK
  }

  /** Sends bytes; returns how many the line has taken. */
  write(data: Uint8Array<ArrayBuffer>): number {
    const { write } = this.#library.symbols;
    return Math.max(0, Number(write(this.#fd, data, BigInt(data.length))));
  }

  /** Returns what has come; nothing if nothing has. */
  read(): Uint8Array<ArrayBuffer> {
    const data = new Uint8Array(65_536);
    const { read } = this.#library.symbols;
    const count = Number(read(this.#fd, data, BigInt(data.length)));
    return data.slice(0, Math.max(0, count));
  }

  /** Hangs up. */
  close(): void {
    if (this.#isOpen) this.#library.symbols.close(this.#fd);
    this.#isOpen = false;
  }

  [Symbol.dispose](): void {
    this.close();
    this.#library.close();
  }
}
