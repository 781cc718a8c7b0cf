import { assertEquals } from "@std/assert";
import {
  closingLine,
  countRun,
  readSummary,
} from "../../tools/test_summary.ts";

Deno.test("readSummary() reads the forms that deno test writes", () => {
  const forms: Array<[string, [number, number, number]]> = [
    ["ok | 4 passed | 0 failed (18ms)", [4, 0, 0]],
    ["ok | 1 passed (3 steps) | 0 failed | 2 ignored (1s)", [1, 0, 2]],
    ["FAILED | 3 passed | 1 failed (2 steps) (10ms)", [3, 1, 0]],
    [
      "FAILED | 0 passed (1 step) | 2 failed | 1 ignored | 3 filtered out (1s)",
      [
        0,
        2,
        1,
      ],
    ],
    ["\x1b[32mok\x1b[0m | 5 passed | 0 failed \x1b[90m(1ms)\x1b[0m", [5, 0, 0]],
  ];
  for (const [line, [passed, failed, skipped]] of forms) {
    assertEquals(
      readSummary(`running 1 test\n${line}\n\nerror: Test failed\n`),
      { passed, failed, skipped },
      line,
    );
  }
});

Deno.test("readSummary() takes the last summary, and finds none where there is none", () => {
  const output = "ok | 9 passed | 0 failed (1ms)\nok | 2 passed | 0 failed\n";
  assertEquals(readSummary(output)?.passed, 2);
  assertEquals(readSummary("error: Type checking failed.\n"), undefined);
});

Deno.test("countRun() never calls a run good that was not", () => {
  assertEquals(countRun(false, "error: Type checking failed.\n"), {
    passed: 0,
    failed: 1,
    skipped: 0,
  });
  assertEquals(countRun(false, "ok | 2 passed | 0 failed\n").failed, 1);
  assertEquals(countRun(true, "ok | 2 passed | 0 failed\n").failed, 0);
});

Deno.test("closingLine() names skipped tests only when there are any", () => {
  assertEquals(
    closingLine({ passed: 3, failed: 0, skipped: 0 }),
    "3 passed, 0 failed",
  );
  assertEquals(
    closingLine({ passed: 3, failed: 1, skipped: 2 }),
    "3 passed, 1 failed, 2 skipped",
  );
});
