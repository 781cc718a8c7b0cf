/** Programs of their own that use the executor. */

import { Program, type ProgramResult } from "../_support/program.ts";

const MOD = import.meta.resolve("../../src/executor/mod.ts");

/** Runs JavaScript that uses the executor to its end. */
export async function run(
  source: string,
  permissions: string[] = ["--allow-ffi"],
): Promise<ProgramResult> {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/program.js`;
    const imports =
      `import { currentJob, WorkerPoolExecutor, workerModule } from "${MOD}";`;
    await Deno.writeTextFile(path, `${imports}\n${source}`);
    return await Program.run(path, { permissions });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
