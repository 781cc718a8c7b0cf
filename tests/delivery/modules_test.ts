/** How many modules programs load: each costs time at the start. */

import { assert } from "@std/assert";
import { fileURLToPath } from "node:url";

const CONSOLE = new URL("../../examples/console.ts", import.meta.url).href;

/** What `deno info --json` says of a module. */
interface Module {
  specifier: string;
  dependencies?: { code?: { specifier?: string }; isDynamic?: boolean }[];
}

/** 110 without the calls of members that only Qt's headers have, messages of Qt, development, overrides and colours. */
const MOST = 127;

Deno.test(`a console program loads at most ${MOST} modules of this project`, async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", fileURLToPath(CONSOLE)],
    env: { NO_COLOR: "1" },
  }).output();
  const { modules }: { modules: Module[] } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  const all = new Map(modules.map((module) => [module.specifier, module]));
  const loaded = new Set<string>();
  const load = (specifier: string) => {
    if (loaded.has(specifier) || !specifier.startsWith("file:")) return;
    loaded.add(specifier);
    for (const { code, isDynamic } of all.get(specifier)?.dependencies ?? []) {
      if (code?.specifier !== undefined && !isDynamic) load(code.specifier);
    }
  };
  load(CONSOLE);
  assert(loaded.size > 50, `${loaded.size} modules`);
  assert(loaded.size <= MOST, `${loaded.size} modules`);
});
