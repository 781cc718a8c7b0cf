/** Callbacks that wait for descriptors: CPython's test_events (test_reader_callback and its kin), uvloop's test_sockets. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  type BaseEventLoop,
  RuntimeError,
  setEventLoop,
  sleep,
} from "../../../src/asyncio/mod.ts";
import type { NewLoop } from "../suites/_support.ts";
import { type Around, bytes, declare, text, until } from "./_support.ts";

const libc = Deno.dlopen("libc.so.6", {
  socketpair: {
    parameters: ["i32", "i32", "i32", "buffer"],
    result: "i32",
  },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
});
const { symbols } = libc;

Deno.test.afterAll(() => libc.close());

const NONBLOCKING = 0o4000;
const CLOSE_ON_EXEC = 0o2000000;

/** Two connected sockets. */
class Sockets {
  readonly first: number;
  readonly second: number;

  constructor() {
    const ends = new Int32Array(2);
    const type = 1 | NONBLOCKING | CLOSE_ON_EXEC;
    assertEquals(symbols.socketpair(1, type, 0, ends), 0);
    [this.first, this.second] = [ends[0]!, ends[1]!];
  }

  [Symbol.dispose](): void {
    symbols.close(this.first);
    symbols.close(this.second);
  }
}

function read(fd: number, count = 100): string {
  const memory = new Uint8Array(count);
  const size = Number(symbols.read(fd, memory, BigInt(count)));
  return size < 0 ? "nothing" : text(memory.subarray(0, size));
}

function write(fd: number, data: string): void {
  assertEquals(
    Number(symbols.write(fd, bytes(data), BigInt(data.length))),
    data.length,
  );
}

/** The cases for a loop that cannot wait for descriptors. */
export function refusals(name: string, newLoop: NewLoop): void {
  declare(name, newLoop)(
    "addReader() and addWriter() without Qt throw NotSupported that names QSocketNotifier",
    async (loop) => {
      await sleep(0);
      for (const method of ["addReader", "addWriter"] as const) {
        const error = assertThrows(
          () => loop[method](0, () => {}),
          Deno.errors.NotSupported,
          `${method}() needs Qt's QSocketNotifier`,
        );
        assertStringIncludes(error.message, "Pipe()");
      }
      assertEquals(loop.removeReader(0), false);
      assertEquals(loop.removeWriter(0), false);
    },
  );
}

/** The cases for a loop of Qt's. */
export function suite(name: string, newLoop: NewLoop, around?: Around): void {
  const test = declare(name, newLoop, around);

  test("addReader() calls back with its arguments while there is something to read (test_reader_callback)", async (loop) => {
    using sockets = new Sockets();
    const { first, second } = sockets;
    const seen: unknown[] = [];
    loop.addReader(
      first,
      (...args) => {
        seen.push(...args, loop.isRunning(), read(first, 1));
      },
      "a",
      1,
    );
    await sleep(5);
    assertEquals(seen, []);
    write(second, "xyz");
    await until(() => seen.length === 12);
    assertEquals(
      seen.filter((each) => typeof each === "string").join(""),
      "axayaz",
    );
    assertEquals(loop.removeReader(first), true);
    assertEquals(loop.removeReader(first), false);
    write(second, "more");
    await sleep(5);
    assertEquals(seen.length, 12);
    assertEquals(read(first), "more");
  });

  test("a callback that reads nothing is called again and again, and the loop goes on", async (loop) => {
    using sockets = new Sockets();
    const { first, second } = sockets;
    let count = 0;
    loop.addReader({ fd: first }, () => count++);
    write(second, "x");
    await until(() => count > 5);
    await sleep(1);
    loop.removeReader({ fd: first });
    const before = count;
    await sleep(5);
    assertEquals(count, before);
  });

  test("a second addReader() replaces the first callback", async (loop) => {
    using sockets = new Sockets();
    const { first, second } = sockets;
    const seen: string[] = [];
    loop.addReader(first, () => seen.push("first"));
    loop.addReader(first, () => seen.push(`second ${read(first)}`));
    write(second, "x");
    await until(() => seen.length > 0);
    await sleep(2);
    assertEquals(seen, ["second x"]);
    loop.removeReader(first);
  });

  test("addWriter() calls back while there is room (test_writer_callback)", async (loop) => {
    using sockets = new Sockets();
    const { first, second } = sockets;
    let written = 0;
    let calls = 0;
    const chunk = "x".repeat(10_000);
    loop.addWriter(first, () => {
      calls++;
      const size = Number(
        symbols.write(first, bytes(chunk), BigInt(chunk.length)),
      );
      if (size > 0) written += size;
    });
    await until(() => written > 20_000);
    // Until it is full.
    let before = -1;
    while (before !== calls) {
      before = calls;
      await sleep(5);
    }
    while (read(second, 60_000) !== "nothing");
    await until(() => calls > before);
    assertEquals(loop.removeWriter(first), true);
    assertEquals(loop.removeWriter(first), false);
  });

  test("a reader and a writer on one descriptor: the writer is removed in the reader's callback, and the reader goes on", async (loop) => {
    using sockets = new Sockets();
    const { first, second } = sockets;
    const warnings: unknown[][] = [];
    const { error, warn } = console;
    console.error = console.warn = (...args) => warnings.push(args);
    try {
      const got: string[] = [];
      let writes = 0;
      loop.addReader(first, () => {
        got.push(read(first));
        loop.removeWriter(first);
      });
      loop.addWriter(first, () => writes++);
      await until(() => writes > 0);
      write(second, "one");
      await until(() => got.length === 1);
      const before = writes;
      write(second, "two");
      await until(() => got.length === 2);
      assertEquals(got, ["one", "two"]);
      assertEquals(writes, before);
      loop.removeReader(first);
    } finally {
      Object.assign(console, { error, warn });
    }
    assertEquals(warnings, []);
  });

  test("a callback may remove itself, and others may take its place", async (loop) => {
    using sockets = new Sockets();
    const { first, second } = sockets;
    const seen: string[] = [];
    loop.addReader(first, () => {
      loop.removeReader(first);
      loop.addReader(first, () => {
        seen.push(read(first));
        loop.removeReader(first);
      });
      seen.push("removed");
    });
    write(second, "x");
    await until(() => seen.length === 2);
    assertEquals(seen, ["removed", "x"]);
  });

  test(
    "an error of the callback goes to the exception handler, and the descriptor stays watched",
    async (loop, errors) => {
      using sockets = new Sockets();
      const { first, second } = sockets;
      let calls = 0;
      loop.addReader(first, () => {
        read(first);
        if (++calls === 1) throw new Error("reader");
      });
      write(second, "x");
      await until(() => calls === 1);
      assertEquals((errors.splice(0)[0]!.exception as Error).message, "reader");
      write(second, "y");
      await until(() => calls === 2);
      loop.removeReader(first);
    },
  );

  test("callbacks can resolve futures that tasks wait for", async (loop) => {
    using sockets = new Sockets();
    const { first, second } = sockets;
    for (let i = 0; i < 20; i++) {
      const line = loop.createFuture<string>();
      loop.addReader(first, () => {
        loop.removeReader(first);
        line.setResult(read(first));
      });
      write(second, `line ${i}`);
      assertEquals(await line, `line ${i}`);
    }
  });

  test("a busy loop is not starved, and loses nothing", async (loop) => {
    using sockets = new Sockets();
    const { first, second } = sockets;
    let got = "";
    let turns = 0;
    let busy = true;
    const spin = (): void => {
      turns++;
      if (busy) loop.callSoon(spin);
    };
    spin();
    loop.addReader(first, () => {
      got += read(first);
    });
    for (let i = 0; i < 20; i++) {
      write(second, String(i % 10));
      await sleep(1);
    }
    await until(() => got.length === 20);
    busy = false;
    assertEquals(got, "01234567890123456789");
    assert(turns > 100);
    loop.removeReader(first);
  });

  test("the descriptor of a transport is refused (test_add_reader_on_transport)", async (loop) => {
    const { first, second } = new Sockets();
    const [transport] = await loop.connectAcceptedSocket(() => ({}), {
      fd: first,
    });
    for (
      const refused of [
        () => loop.addReader(first, () => {}),
        () => loop.addWriter(first, () => {}),
        () => loop.removeReader(first),
        () => loop.removeWriter(first),
      ]
    ) {
      assertThrows(
        refused,
        RuntimeError,
        `File descriptor ${first} is used by transport <Transport open`,
      );
    }
    transport.close();
    await sleep(1);
    symbols.close(second);
  });

  test("what is no descriptor, or cannot be watched, is refused", async (loop) => {
    await sleep(0);
    for (const wrong of [-1, 1.5, "0", null, undefined, {}, { fd: "x" }]) {
      for (
        const method of [
          "addReader",
          "addWriter",
          "removeReader",
          "removeWriter",
        ] as const
      ) {
        assertThrows(
          () => loop[method](wrong as never, () => {}),
          TypeError,
          "fd must be",
        );
      }
    }
    assertThrows(() => loop.addReader(0, 5 as never), TypeError, "callback");
    const { first, second } = new Sockets();
    symbols.close(first);
    symbols.close(second);
    assertThrows(
      () => loop.addReader(first, () => {}),
      RangeError,
      `Cannot watch descriptor ${first}`,
    );
    assertEquals(loop.removeReader(first), false);
  });

  Deno.test(`${name}: the callbacks of descriptors are removed when the loop is closed`, async () => {
    using sockets = new Sockets();
    const { first, second } = sockets;
    let count = 0;
    const once = async (body: (loop: BaseEventLoop) => Promise<void>) => {
      const loop = newLoop();
      setEventLoop(loop);
      await loop.runUntilComplete(() => body(loop));
      setEventLoop(null);
      loop.close();
      return loop;
    };
    const closed = await once(async (loop) => {
      loop.addReader(first, () => count++);
      loop.addWriter(second, () => {});
      await sleep(1);
    });
    write(second, "x");
    await once(async () => await sleep(5));
    assertEquals(count, 0);
    assertInstanceOf(
      assertThrows(() => closed.addReader(first, () => {})),
      RuntimeError,
    );
  });
}
