/** asyncio.ts: all of asyncio, without Qt and without permissions. */

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import * as entry from "../../asyncio.ts";
import * as main from "../../mod.ts";
import * as own from "../../src/asyncio/mod.ts";
import { Program } from "../_support/program.ts";

const ASYNCIO = import.meta.resolve("../../asyncio.ts");
const MOD = import.meta.resolve("../../mod.ts");

/** Runs a program without any permission. Returns what it printed. */
async function linesOf(source: string): Promise<string[]> {
  const file = Deno.makeTempFileSync({ suffix: ".js" });
  try {
    Deno.writeTextFileSync(file, source);
    const { code, stdout, stderr } = await Program.run(file, {
      permissions: [],
    });
    assertEquals(stderr, []);
    assertEquals(code, 0);
    return stdout;
  } finally {
    Deno.removeSync(file);
  }
}

Deno.test("asyncio.ts exports all of asyncio, and mod.ts the same things except run()", () => {
  assertEquals(Object.keys(entry).sort(), Object.keys(own).sort());
  for (const [name, value] of Object.entries(own)) {
    assertStrictEquals(entry[name as keyof typeof entry], value);
    if (name !== "run") {
      assertStrictEquals((main as Record<string, unknown>)[name], value);
    }
  }
  assert(main.run as unknown !== entry.run);
});

Deno.test("new Runner() of asyncio.ts runs a program without permissions", async () => {
  const lines = await linesOf(`
    import { Runner, sleep } from ${JSON.stringify(ASYNCIO)};
    await using runner = new Runner();
    console.log(await runner.run(() => sleep(1, "done")));`);
  assertEquals(lines, ["done"]);
});

Deno.test("importing mod.ts does not change what new Runner() makes while there is no application", async () => {
  const lines = await linesOf(`
    import { BaseEventLoop, Runner, run } from ${JSON.stringify(ASYNCIO)};
    import * as qt from ${JSON.stringify(MOD)};
    await using runner = new Runner();
    console.log(runner.getLoop().constructor === BaseEventLoop);
    console.log(await runner.run(async () => 42));
    console.log(await run(async () => 43));
    console.log(qt.Runner === Runner);`);
  assertEquals(lines, ["true", "42", "43", "true"]);
});

Deno.test("asyncio.ts loads nothing of Qt, of networking or of the executor", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", ASYNCIO],
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: {
      specifier: string;
      dependencies?: { code?: { specifier: string } }[];
    }[];
  };
  const byName = new Map(modules.map((one) => [one.specifier, one]));
  const loaded = new Set<string>();
  const queue = [ASYNCIO];
  for (const specifier of queue) {
    if (loaded.has(specifier)) continue;
    loaded.add(specifier);
    for (const { code } of byName.get(specifier)?.dependencies ?? []) {
      if (code !== undefined) queue.push(code.specifier);
    }
  }
  assert(loaded.size > 10);
  const others = [...loaded].filter((one) =>
    /\/ffi\/|\/src\/qt\/|\/src\/executor\/|\/io\/(?!loop_net|loop_system|provided|signals)/
      .test(one)
  );
  assertEquals(others, []);
});
