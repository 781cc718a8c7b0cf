/** A minimal Debian 12 in a folder, without Deno and Qt; it is fetched once and kept in `out/package`. */

import { dirname, join } from "node:path";
import { ROOT } from "../../tools/root.ts";
import { output } from "./_project.ts";

const KEPT = join(ROOT, "out", "package", "minbase");

/** Everything that is mounted goes with the namespace. */
const ENTER = `
root=$1; shift
mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/tmp" &&
exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"
`;

/** A copy of the minimal system; leaving the scope removes it. */
export class MinimalDebian implements AsyncDisposable {
  /** Its root folder. */
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** Makes a copy; it needs root and debootstrap. */
  static async make(): Promise<MinimalDebian> {
    const isMade = await Deno.stat(join(KEPT, "made"))
      .then(() => true, () => false);
    if (!isMade) {
      await output(["rm", "-rf", KEPT]);
      await Deno.mkdir(dirname(KEPT), { recursive: true });
      await output(["debootstrap", "--variant=minbase", "bookworm", KEPT]);
      await Deno.writeTextFile(join(KEPT, "made"), "");
    }
    const root = await Deno.makeTempDir({ dir: dirname(KEPT) });
    await output(["cp", "-a", `${KEPT}/.`, root]);
    for (const file of ["resolv.conf", "hosts"]) {
      await Deno.copyFile(`/etc/${file}`, join(root, "etc", file))
        .catch(() => {});
    }
    return new MinimalDebian(root);
  }

  /** Copies a file or folder to `/opt`. */
  async add(path: string): Promise<void> {
    await output(["cp", "-a", path, join(this.root, "opt")]);
  }

  /** What to put before a command so that it runs there. */
  prefix(...env: string[]): string[] {
    return ["unshare", "--mount", "sh", "-c", ENTER, "sh", this.root, ...env];
  }

  /** Runs a command there; returns what it wrote to standard output. */
  async run(...command: string[]): Promise<string> {
    return await output([...this.prefix(), ...command]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await output(["rm", "-rf", "--one-file-system", this.root]);
  }
}
