/** A client of Redis: pipelining, large values, publish and subscribe. */

import { assertEquals } from "@std/assert";
import { createTask, gather, run } from "../../src/asyncio/mod.ts";
import { openConnection, type Streams } from "../../net.ts";
import { pattern } from "../asyncio/net/_support.ts";
import { Folder, freePort, HOST, Service } from "./_service.ts";

type Value = string | number | Uint8Array | null | Value[];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class Redis {
  readonly #streams: Streams;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  send(...parts: (string | Uint8Array)[]): void {
    const [, writer] = this.#streams;
    writer.write(`*${parts.length}\r\n`);
    for (const part of parts) {
      const bytes = typeof part === "string" ? encoder.encode(part) : part;
      writer.writelines([`$${bytes.length}\r\n`, bytes, "\r\n"]);
    }
  }

  async receive(): Promise<Value> {
    const [reader] = this.#streams;
    const line = decoder.decode(await reader.readuntil("\r\n")).trimEnd();
    const rest = line.slice(1);
    switch (line[0]) {
      case "+":
        return rest;
      case ":":
        return Number(rest);
      case "$": {
        if (rest === "-1") return null;
        const bytes = await reader.readexactly(Number(rest) + 2);
        return bytes.subarray(0, -2);
      }
      case "*": {
        const list: Value[] = [];
        for (let i = 0; i < Number(rest); i++) list.push(await this.receive());
        return list;
      }
      default:
        throw new Error(line);
    }
  }

  async ask(...parts: (string | Uint8Array)[]): Promise<Value> {
    this.send(...parts);
    await this.#streams[1].drain();
    return await this.receive();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#streams[1][Symbol.asyncDispose]();
  }
}

Deno.test("redis: pipelining, large values, publish and subscribe", async () => {
  using folder = new Folder();
  const port = freePort();
  await using _ = await Service.start(
    port,
    ...["redis-server", "--port", `${port}`, "--save", ""],
    ...["--dir", folder.path, "--bind", HOST],
  );
  await run(async () => {
    const connect = async () => new Redis(await openConnection(HOST, port));
    await using redis = await connect();
    assertEquals(await redis.ask("PING"), "PONG");
    assertEquals(await redis.ask("GET", "nothing"), null);
    for (let i = 0; i < 10_000; i++) redis.send("INCRBY", "sum", `${i}`);
    let last: Value = 0;
    for (let i = 0; i < 10_000; i++) last = await redis.receive();
    assertEquals(last, 49_995_000);
    const data = pattern(5_000_000);
    assertEquals(await redis.ask("SET", "large", data), "OK");
    assertEquals(await redis.ask("GET", "large"), data);

    await using subscriber = await connect();
    await subscriber.ask("SUBSCRIBE", "news");
    const listening = createTask(async () => {
      const heard: string[] = [];
      while (heard.length < 100) {
        const [, , text] = await subscriber.receive() as Uint8Array[];
        heard.push(decoder.decode(text));
      }
      return heard;
    });
    const publishing = createTask(async () => {
      for (let i = 0; i < 100; i++) {
        assertEquals(await redis.ask("PUBLISH", "news", `item ${i}`), 1);
      }
    });
    const [heard] = await gather([listening, publishing]);
    assertEquals(heard, Array.from(Array(100).keys(), (i) => `item ${i}`));
  });
});
