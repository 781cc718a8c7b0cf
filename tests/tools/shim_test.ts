import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  buildShim,
  missingModules,
  ShimError,
  type ShimFolders,
} from "../../tools/shim.ts";

/** A project that copies one file, in place of the shim. */
const CMAKE_LISTS = `\
cmake_minimum_required(VERSION 3.16)
project(small LANGUAGES NONE)
add_custom_command(OUTPUT result.txt
  COMMAND \${CMAKE_COMMAND} -E copy \${CMAKE_SOURCE_DIR}/input.txt result.txt
  DEPENDS \${CMAKE_SOURCE_DIR}/input.txt)
add_custom_target(all_of_it ALL DEPENDS result.txt)
set(QTA_MODULES "" CACHE STRING "")
file(WRITE \${CMAKE_BINARY_DIR}/libraries.txt "\${QTA_MODULES}")
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

  async build(
    afresh = false,
    modules: readonly string[] = [],
  ): Promise<string[]> {
    const said: string[] = [];
    const { folders } = this;
    await buildShim((line) => said.push(line), { folders, afresh, modules });
    return said;
  }

  /** The libraries of further modules that it was configured for. */
  libraries(): string {
    return Deno.readTextFileSync(join(this.folders.build, "libraries.txt"))
      .trim();
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

Deno.test("buildShim() keeps the modules that were wanted once", async () => {
  await using project = new SmallProject();
  assertEquals(await project.build(), EVERYTHING);
  assertEquals(project.libraries(), "");
  const more = "Configuring the shim for further modules";
  assertEquals(await project.build(false, ["svg"]), [more]);
  assertEquals(project.libraries(), "svg;svgwidgets");
  assertEquals(await project.build(false, ["svg"]), []);
  assertEquals(await project.build(false, ["sql"]), [more]);
  assertEquals(project.libraries(), "sql;svg;svgwidgets");
  assertEquals(await project.build(), []);
  await project.build(true);
  assertEquals(project.libraries(), "sql;svg;svgwidgets");
});

Deno.test("buildShim() refuses a module that there is not", async () => {
  await using project = new SmallProject();
  const error = await assertRejects(
    () => project.build(false, ["svgs"]),
    ShimError,
  );
  assertStringIncludes(error.message, 'There is no module "svgs": expected');
});

Deno.test("missingModules() lists those whose library has not been built", async () => {
  await using project = new SmallProject();
  await project.build(false, ["svg", "sql"]);
  const library = join(project.folders.build, "lib");
  Deno.mkdirSync(library);
  Deno.writeTextFileSync(join(library, "libqtasyncio_api_sql.so"), "");
  assertEquals(
    await missingModules(["sql", "svg"], project.folders),
    ["svg"],
  );
});
