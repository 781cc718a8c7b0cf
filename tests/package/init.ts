/** From nothing to a window: a minimal Debian with Deno's binary alone, and what `init.ts` says there. */

import { join } from "node:path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Desktop } from "../_support/desktop.ts";
import { FileServer } from "../_support/file_server.ts";
import { Xvfb } from "../_support/xvfb.ts";
import { release } from "../../tools/release.ts";
import { MinimalDebian } from "./_minimal.ts";

const PICTURES = Deno.env.get("QTASYNCIO_TEST_PICTURES");
/** Fetching and unpacking a hundred packages takes minutes on a busy machine. */
const LONG = { timeout: 1_200_000 };

for (const flag of ["", " --quick"]) {
  Deno.test(
    `init.ts${flag} leads from a minimal Debian to a window`,
    LONG,
    async () => {
      await using debian = await MinimalDebian.make();
      await Deno.copyFile(
        Deno.execPath(),
        join(debian.root, "usr/local/bin/deno"),
      );
      const out = join(debian.root, "opt/dist");
      await release({ out });
      await using server = new FileServer(out);
      await using xvfb = await Xvfb.start();
      const shell = (line: string) => debian.run("bash", "-c", line);

      const begin = performance.now();
      const url = server.url("init.ts");
      const said = await shell(
        `export PATH=$PATH:/usr/local/bin; cd /opt; deno run -A --quiet ${url} my-app${flag}`,
      );
      assertStringIncludes(said, "Made my-app: ");
      // The command for this system alone is named.
      const [, install = "", ...others] = /installs? it.*:\n((?: {2}.*\n)+)/
        .exec(said)?.[0].trimEnd().split("\n  ") ?? [];
      assertEquals(others, [], said);
      assertStringIncludes(install, "apt-get install");
      const used = await shell(
        `TIMEFORMAT="%U + %S"; { time { yes | ${
          install.replace("sudo ", "")
        }; } >/tmp/log 2>&1; } 2>&1 || tail /tmp/log`,
      );
      const installed = performance.now();

      const [program = "", ...args] = debian.prefix(
        `DISPLAY=${xvfb.display}`,
        "bash",
        "-c",
        "export PATH=$PATH:/usr/local/bin; cd /opt/my-app; deno task start",
      );
      await using child = new Deno.Command(program, {
        args,
        stdin: "null",
        stdout: "null",
        stderr: "piped",
      }).spawn();
      const ended = child.output();
      const desktop = new Desktop(xvfb);
      const window = await Promise.race([
        desktop.waitForWindow({ title: "my-app" }),
        ended.then(({ stderr }) => {
          throw new Error(new TextDecoder().decode(stderr));
        }),
      ]);
      const shown = performance.now();
      const picture = await desktop.settledScreenshot(window);
      if (PICTURES !== undefined) {
        const name = `init${flag.trim()}.png`;
        await Deno.writeFile(join(PICTURES, name), picture.png);
      }
      assert(picture.colours() > 2);
      desktop.close(window);
      const { success, stderr } = await ended;
      assert(success, new TextDecoder().decode(stderr));
      const seconds = (ms: number) => (ms / 1000).toFixed(1);
      console.log(
        `init.ts${flag}: ${seconds(shown - begin)} s to the window, of which ${
          seconds(installed - begin)
        } s are Qt's packages (${used} s of CPU time)`,
      );
    },
  );
}
