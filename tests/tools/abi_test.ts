/** The ABI's constants and functions, written for both sides from one table. */

import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { abiFiles } from "../../tools/abi.ts";
import { type Abi, emitCpp, hashOf } from "../../tools/abi/emit.ts";
import { prototypesOf } from "../../tools/abi/prototypes.ts";
import { GROUPS } from "../../tools/abi/table.ts";
import { ROOT } from "../../tools/root.ts";

const ABI: Abi = {
  groups: [{
    name: "Status",
    cpp: "QtaStatus",
    prefix: "QTA_",
    doc: "How it ended.",
    values: [
      { name: "Done", value: 0, doc: "well" },
      { name: "WrongThread", value: 1, doc: "not at all" },
    ],
  }],
  symbols: {
    coreSymbols: [{
      name: "qta_get",
      parameters: ["f64", "i32"],
      result: "i32",
    }],
  },
};

Deno.test("abiFiles() gives what is committed", async () => {
  for (const [path, text] of Object.entries(await abiFiles())) {
    assertEquals(
      await Deno.readTextFile(join(ROOT, path)),
      text,
      `${path} is not current: run \`deno task abi\``,
    );
  }
});

Deno.test("GROUPS names no constant and no number twice", () => {
  for (const { name, values } of GROUPS) {
    assertEquals(
      new Set(values.map((one) => one.name)).size,
      values.length,
      name,
    );
    assertEquals(
      new Set(values.map((one) => one.value)).size,
      values.length,
      name,
    );
  }
});

Deno.test("hashOf() changes with each name, number and prototype, and not with comments", async () => {
  const [group] = ABI.groups;
  const withValues = (values: Abi["groups"][number]["values"]) => ({
    ...ABI,
    groups: [{ ...group!, values }],
  });
  const [done, wrong] = group!.values;
  const hash = await hashOf(ABI);
  assertEquals(hash, hash >>> 0);
  assertEquals(hash, hash | 0);
  const others: Record<string, Abi> = {
    "a number": withValues([done!, { ...wrong!, value: 2 }]),
    "a name": withValues([done!, { ...wrong!, name: "OtherThread" }]),
    "one more": withValues([done!, wrong!, {
      name: "More",
      value: 2,
      doc: "",
    }]),
    "a type": {
      ...ABI,
      symbols: {
        coreSymbols: [{
          name: "qta_get",
          parameters: ["f64", "f64"],
          result: "i32",
        }],
      },
    },
    "a function": { ...ABI, symbols: {} },
  };
  for (const [what, abi] of Object.entries(others)) {
    assertNotEquals(await hashOf(abi), hash, what);
  }
  assertEquals(
    await hashOf(withValues([{ ...done!, doc: "very well" }, wrong!])),
    hash,
  );
});

Deno.test("emitCpp() writes an enum with the names in capitals", () => {
  assertEquals(
    emitCpp(ABI, 0x12ab).split("\n").slice(5),
    [
      "// Changes with every name, number and prototype of the ABI.",
      "#define QTA_ABI_HASH 0x000012ab",
      "",
      "// How it ended.",
      "enum QtaStatus : int32_t {",
      "    QTA_DONE = 0,  // well",
      "    QTA_WRONG_THREAD = 1,  // not at all",
      "};",
      "",
    ],
  );
});

Deno.test("prototypesOf() reads functions over several lines and no comments", () => {
  assertEquals(
    prototypesOf(`
// QTA_EXPORT int32_t qta_not(void);
QTA_EXPORT int32_t qta_open(uint8_t *in, uint32_t inSize,  // bytes
                            double isolate);
QTA_EXPORT double qta_close(void);
`),
    [
      { name: "qta_open", parameters: ["buffer", "u32", "f64"], result: "i32" },
      { name: "qta_close", parameters: [], result: "f64" },
    ],
  );
});

Deno.test("prototypesOf() refuses types that cannot cross", () => {
  assertThrows(
    () => prototypesOf("QTA_EXPORT int32_t qta_a(QObject *object);"),
    TypeError,
    'Cannot declare qta_a: expected a parameter of the type double, int32_t, uint32_t, uint8_t *, got "QObject *object"',
  );
  assertThrows(
    () => prototypesOf("QTA_EXPORT void qta_b(void);"),
    TypeError,
    "expected the result int32_t or double, got void",
  );
});
