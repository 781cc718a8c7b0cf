/** Every class of Qt's headers that can be made without arguments: `_smoke.ts` says what is tried. */

import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { probe } from "../../ffi/probe.ts";
import { Program } from "../_support/program.ts";

const SMOKE = fileURLToPath(new URL("_smoke.ts", import.meta.url));

const FURTHER = [
  "QtSerialPort",
  "QtSvg",
  "QtSvgWidgets",
  "QtPrintSupport",
  "QtSql",
  "QtCharts",
  "QtMultimediaWidgets",
  "QtQuickWidgets",
  "QtOpenGL",
  "QtOpenGLWidgets",
  "QtStateMachine",
];

for (
  const library of ["QtCore", "QtGui", "QtWidgets", "QtNetwork", ...FURTHER]
) {
  Deno.test({
    name:
      `each class of ${library} is made, read, misused and ended without a crash`,
    // A Qt of a Python wheel, which other tests may run on, lacks some.
    ignore: !probe(`lib${library.replace("Qt", "Qt6")}.so.6`).ok,
    fn: () => smoke(library),
  });
}

async function smoke(library: string): Promise<void> {
  const cwd = await Deno.makeTempDir({ prefix: "qtasyncio-smoke-" });
  try {
    const { code, signal, stdout } = await Program.run(SMOKE, {
      permissions: ["-A", "--no-check"],
      args: [library, "0"],
      cwd,
    });
    assertEquals({ code, signal, last: stdout.at(-1) }, {
      code: 0,
      signal: null,
      last: "end",
    });
    assertEquals(stdout.filter((line) => line.startsWith("fault")), []);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}
