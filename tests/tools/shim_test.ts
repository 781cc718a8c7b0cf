import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { buildShim, ShimError, type ShimFolders } from "../../tools/shim.ts";

/** A project that copies one file, in place of the shim. */
const CMAKE_LISTS = `\
cmake_minimum_required(VERSION 3.16)
project(small LANGUAGES NONE)
add_custom_command(OUTPUT result.txt
  COMMAND \${CMAKE_COMMAND} -E copy \${CMAKE_SOURCE_DIR}/input.txt result.txt
  DEPENDS \${CMAKE_SOURCE_DIR}/input.txt)
add_custom_target(all_of_it ALL DEPENDS result.txt)
`;

class SmallProject implements AsyncDisposable {
  readonly root: string = Deno.makeTempDirSync();
  folders: ShimFolders = this.#at("first");

  constructor() {
    Deno.mkdirSync(this.folders.source);
    this.write("CMakeLists.txt", CMAKE_LISTS);
    this.write("input.txt", "one");
  }

  #at(name: string): ShimFolders {
    const source = join(this.root, name);
    return { source, build: join(source, "build") };
  }

  write(name: string, text: string): void {
    Deno.writeTextFileSync(join(this.folders.source, name), text);
  }

  result(): string {
    return Deno.readTextFileSync(join(this.folders.build, "result.txt"));
  }

  move(): void {
    const to = this.#at("second");
    Deno.renameSync(this.folders.source, to.source);
    this.folders = to;
  }

  async build(afresh = false): Promise<string[]> {
    const said: string[] = [];
    const { folders } = this;
    await buildShim((line) => said.push(line), { folders, afresh });
    return said;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }
}

const EVERYTHING = ["Configuring the shim", "Building the shim"];

Deno.test("buildShim() builds at first, then only what is stale", async () => {
  await using project = new SmallProject();
  assertEquals(await project.build(), EVERYTHING);
  assertEquals(await project.build(), []);
  project.write("input.txt", "two");
  assertEquals(await project.build(), ["Building the shim"]);
  assertEquals(project.result(), "two");
});

Deno.test("buildShim() starts afresh when told so, when moved, and when configuring broke off", async () => {
  await using project = new SmallProject();
  await project.build();
  assertEquals(await project.build(true), EVERYTHING);
  project.move();
  assertEquals(await project.build(), EVERYTHING);
  Deno.removeSync(join(project.folders.build, "build.ninja"));
  assertEquals(await project.build(), EVERYTHING);
});

Deno.test("buildShim() throws the output of what failed", async () => {
  await using project = new SmallProject();
  project.write("CMakeLists.txt", `${CMAKE_LISTS}message(FATAL_ERROR "no Qt")`);
  const configuring = await assertRejects(() => project.build(), ShimError);
  assertStringIncludes(configuring.message, "no Qt");

  project.write("CMakeLists.txt", CMAKE_LISTS.replace("-E copy", "-E cpy"));
  const building = await assertRejects(() => project.build(), ShimError);
  assertStringIncludes(building.message, "cpy");
});
