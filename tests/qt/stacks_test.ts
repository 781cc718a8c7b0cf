/** The stacks that Qt runs on: what happens when the system has no memory for another one, and what lies around them. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assertEquals, assertMatch } from "@std/assert";
import { runCode } from "../_support/code.ts";

const MEGABYTE = 1024 * 1024;

/** Calls Qt from inside of calls into Qt, more deeply than the stacks suffice that are kept. */
const NESTED = `
import { QCoreApplication, QObject } from "@qtasyncio/qtasyncio";
await using app = new QCoreApplication([]);
const object = new QObject();
let depth = 0, deepest = 0, error;
object.objectNameChanged.connect(() => {
  deepest = Math.max(deepest, ++depth);
  try {
    if (depth < 20) object.objectName = String(depth);
  } catch (thrown) {
    error ??= thrown;
  } finally {
    depth--;
  }
});
function nest() {
  deepest = 0, error = undefined;
  object.objectName = "first";
  object.objectName = "";
  console.log(deepest, error === undefined ? "" : error.name + ": " + error.message);
}
`;

function assertRefused(
  { stdout, stderr, code }: {
    stdout: string[];
    stderr: string[];
    code: number;
  },
  fault: string,
): void {
  assertEquals(stdout.length, 2, stderr.join("\n"));
  assertMatch(
    stdout[0]!,
    new RegExp(
      `^[1-9]\\d* QtError: Cannot allocate memory for the stack of a call into Qt: ${fault}\\(\\) failed: Cannot allocate memory\\. Nest fewer calls`,
    ),
  );
  // With memory, all goes on as before.
  assertEquals(stdout[1], "20 ");
  assertEquals([stderr, code], [[], 0]);
}

Deno.test("a call into Qt throws an error about memory when the address space is used up", async () => {
  assertRefused(
    await runCode(
      `${NESTED}
       const RLIMIT_AS = 9, NO_LIMIT = 2n ** 64n - 1n;
       const { symbols: { prlimit } } = Deno.dlopen("libc.so.6", {
         prlimit: { parameters: ["i32", "i32", "buffer", "pointer"], result: "i32" },
       });
       const limit = (bytes) => prlimit(0, RLIMIT_AS, new BigUint64Array([bytes, NO_LIMIT]), null);
       const [, size] = /VmSize:\\s+(\\d+) kB/.exec(Deno.readTextFileSync("/proc/self/status"));
       // Enough for JavaScript, not for a stack.
       limit(BigInt(size) * 1024n + ${6 * MEGABYTE}n);
       nest();
       limit(NO_LIMIT);
       nest();`,
      { permissions: ["-A"] },
    ),
    "mmap",
  );
});

Deno.test("a call into Qt throws an error about memory when the system refuses to make a stack writable", async () => {
  const folder = await Deno.makeTempDir({ prefix: "qtasyncio-stacks-" });
  try {
    const library = join(folder, "refuse_stacks.so");
    const source = fileURLToPath(new URL("refuse_stacks.c", import.meta.url));
    const { code, stderr } = await new Deno.Command("cc", {
      args: ["-shared", "-fPIC", "-o", library, source, "-ldl"],
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    assertRefused(
      await runCode(
        `${NESTED}
         const { symbols: { refuse_writable } } = Deno.dlopen(${
          JSON.stringify(library)
        }, { refuse_writable: { parameters: ["usize"], result: "void" } });
         refuse_writable(${8 * MEGABYTE}n);
         nest();
         refuse_writable(0n);
         nest();`,
        {
          permissions: ["-A"],
          env: {
            LD_PRELOAD: [Deno.env.get("LD_PRELOAD"), library].filter(Boolean)
              .join(":"),
          },
        },
      ),
      "mprotect",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a stack lies between guard regions of 1 MB that nothing can read or write", async () => {
  const { stdout, stderr } = await runCode(
    `${NESTED}
     nest();
     for (const line of Deno.readTextFileSync("/proc/self/maps").split("\\n")) {
       const [, from, to, access] = /^(\\S+)-(\\S+) (\\S+)/.exec(line) ?? [];
       if (from !== undefined) console.log(access, (parseInt(to, 16) - parseInt(from, 16)) / ${MEGABYTE}, from, to);
     }`,
    { permissions: ["-A"] },
  );
  const maps = stdout.slice(1).map((line) => line.split(" "));
  const isGuard = (
    [access, size]: string[],
  ) => access === "---p" && Number(size) >= 1;
  const guarded = maps.filter(([access, size, from, to], index) => {
    const [below, above] = [maps[index - 1] ?? [], maps[index + 1] ?? []];
    return access === "rw-p" && size === "8" &&
      isGuard(below) && below[3] === from && isGuard(above) && above[2] === to;
  });
  // That many are kept for the next calls.
  assertEquals(guarded.length >= 8, true, stderr.concat(stdout).join("\n"));
});
