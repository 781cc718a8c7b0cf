import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Program } from "../_support/program.ts";

function script(source: string): string {
  return `data:application/typescript,${encodeURIComponent(source)}`;
}

Deno.test("Program.run() gives output, exit code, arguments and environment", async () => {
  const result = await Program.run(
    script(`
      console.log(Deno.args.join(" "));
      console.log(Deno.env.get("WORD"));
      console.error("to error");
      Deno.exit(4);
    `),
    {
      permissions: ["--allow-env=WORD"],
      args: ["a", "b"],
      env: { WORD: "word" },
    },
  );
  assertEquals(result, {
    code: 4,
    signal: null,
    stdout: ["a b", "word"],
    stderr: ["to error"],
  });
});

Deno.test("Program gets no permission that it was not given, and no prompt", async () => {
  const { code, stderr } = await Program.run(script(`Deno.readFileSync("x")`));
  assertEquals(code, 1);
  assertStringIncludes(stderr.join("\n"), "NotCapable");
});

Deno.test("Program.lines() yields lines while the program runs", async () => {
  await using program = Program.start(script(`
    console.log("first");
    console.log("second");
    setInterval(() => {}, 1000);
  `));
  const seen: string[] = [];
  for await (const line of program.lines()) {
    seen.push(line);
    if (seen.length === 2) break;
  }
  assertEquals(seen, ["first", "second"]);
  assertEquals(await program.waitForLine(/^f/), "first");
  program.kill();
  assertEquals((await program.finished()).signal, "SIGTERM");
});

Deno.test("Program.waitForLine() fails when the program ends without it", async () => {
  await using program = Program.start(script(`console.log("other")`));
  await assertRejects(() => program.waitForLine("line"), Error, "other");
});

Deno.test("Program fails after its time with the output so far", async () => {
  await assertRejects(
    () =>
      Program.run(
        script(`console.log("so far"); setInterval(() => {}, 1000)`),
        { timeout: 6_000 },
      ),
    Error,
    "so far",
  );
});

Deno.test("Program is killed when its scope is left", async () => {
  let pid: number;
  {
    await using program = Program.start(
      script(`console.log("up"); setInterval(() => {}, 1000)`),
    );
    pid = program.pid;
    await program.waitForLine("up");
  }
  await assertRejects(() => Deno.stat(`/proc/${pid}`), Deno.errors.NotFound);
});
