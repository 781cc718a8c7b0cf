/**
 * Runs the tests on each Qt at hand, with the same binary of the shim, and says what it ran and what it skipped.
 *
 *     deno task test:qt [--on=system,wheel,trixie] [arguments for deno test]
 *
 * @module
 */

import { run } from "./process.ts";
import { INSTALLATIONS } from "./qt_installations.ts";
import { ROOT } from "./root.ts";
import { testOnDeno } from "./test_runner.ts";
import { closingLine } from "./test_summary.ts";

/** What came of one Qt. */
interface Result {
  name: string;
  text: string;
  failed: boolean;
}

const VERSION = `
import { QCoreApplication } from "./mod.ts";
await using app = new QCoreApplication();
console.log(app.qtVersion);
`;

async function testOn(
  { name, description, prepare }: typeof INSTALLATIONS[number],
  args: readonly string[],
): Promise<Result> {
  const say = (line: string) => console.error(`test:qt: ${line}`);
  say(`${name}: ${description}`);
  const runner = await prepare(say);
  if (typeof runner === "string") {
    return { name, text: `skipped: ${runner}`, failed: false };
  }
  const env = { ...runner.env, NO_COLOR: "1" };
  const deno = [...runner.prefix, runner.deno];
  const version = await run([...deno, "eval", "--ext=ts", VERSION], {
    cwd: ROOT,
    env,
  });
  if (!version.success) {
    return {
      name,
      text: `no application starts:\n${version.output}`,
      failed: true,
    };
  }
  const counts = await testOnDeno(deno, env, args);
  return {
    name,
    text: `Qt ${version.output.trim()}: ${closingLine(counts)}`,
    failed: counts.failed > 0 || counts.passed === 0,
  };
}

const names = INSTALLATIONS.map(({ name }) => name);
const [, chosen = names.join()] = /^--on=(.*)$/.exec(Deno.args[0] ?? "") ?? [];
const args = Deno.args[0]?.startsWith("--on=") ? Deno.args.slice(1) : Deno.args;
const unknown = chosen.split(",").filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(
    `test:qt: no such Qt: ${unknown.join()}; there are ${names.join(", ")}`,
  );
  Deno.exit(2);
}
const results: Result[] = [];
for (const installation of INSTALLATIONS) {
  if (chosen.split(",").includes(installation.name)) {
    results.push(await testOn(installation, args));
  }
}
for (const { name, text } of results) console.log(`${name}: ${text}`);
if (results.some(({ failed }) => failed)) Deno.exit(1);
