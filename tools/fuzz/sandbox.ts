/**
 * Takes from this process what it could do to the machine, before it calls random members of Qt's: some remove files,
 * others write or rename them.
 *
 * - Started as root, it goes on as a user that owns nothing but one folder (`nobody`).
 * - Where the kernel has [Landlock](https://docs.kernel.org/userspace-api/landlock.html), the main thread and those that
 *   it starts can change files in that folder alone, start no program, and use no TCP.
 *
 * @module
 */

/** The user and the group `nobody`. */
const NOBODY = 65_534;

const PR_SET_NO_NEW_PRIVS = 38;
const O_PATH = 0o10000000;

/** Of linux/landlock.h. */
const VERSION_FLAG = 1n;
const RULE_PATH_BENEATH = 1n;
/** Everything that changes files, or starts one, by version of the interface. Reading stays. */
const FILE_ACCESS: readonly bigint[] = [
  0x0000n,
  0x1ff3n,
  0x3ff3n,
  0x7ff3n,
  0x7ff3n,
  0xfff3n,
];
const EXECUTE = 1n;
/** To bind a TCP socket, and to connect one. */
const NETWORK_ACCESS = 3n;
const NETWORK_VERSION = 4;

function openLibc() {
  return Deno.dlopen("libc.so.6", {
    prctl: {
      parameters: ["i32", "usize", "usize", "usize", "usize"],
      result: "i32",
    },
    open: { parameters: ["buffer", "i32"], result: "i32" },
    close: { parameters: ["i32"], result: "i32" },
    setgroups: { parameters: ["usize", "usize"], result: "i32" },
    setgid: { parameters: ["u32"], result: "i32" },
    setuid: { parameters: ["u32"], result: "i32" },
    // libc has no functions for these. Each begins with the number of the call, the same on every processor.
    createRuleset: {
      name: "syscall",
      parameters: ["i64", "buffer", "usize", "usize"],
      result: "i64",
    },
    addRule: {
      name: "syscall",
      parameters: ["i64", "i64", "usize", "buffer", "usize"],
      result: "i64",
    },
    restrictSelf: {
      name: "syscall",
      parameters: ["i64", "i64", "usize"],
      result: "i64",
    },
  });
}

type Libc = ReturnType<typeof openLibc>["symbols"];

/** Gives up root. Returns whether this process was root's. */
function dropRoot(libc: Libc, folder: string): boolean {
  if (Deno.uid() !== 0) return false;
  Deno.chownSync(folder, NOBODY, NOBODY);
  libc.setgroups(0n, 0n);
  libc.setgid(NOBODY);
  libc.setuid(NOBODY);
  if (Deno.uid() === NOBODY && Deno.gid() === NOBODY) return true;
  throw new Error(`Cannot give up root: expected user and group ${NOBODY}`);
}

/** Has the kernel refuse changes outside of a folder. Returns whether it has Landlock. */
function restrict(libc: Libc, folder: string): boolean {
  const version = Number(libc.createRuleset(444n, null, 0n, VERSION_FLAG));
  if (version < 1) return false;
  const access = FILE_ACCESS[version] ?? FILE_ACCESS.at(-1)!;
  const attributes = new BigUint64Array(
    version < NETWORK_VERSION ? [access] : [access, NETWORK_ACCESS],
  );
  const size = BigInt(attributes.byteLength);
  const ruleset = libc.createRuleset(444n, attributes, size, 0n);
  const beneath = libc.open(new TextEncoder().encode(`${folder}\0`), O_PATH);
  const rule = new DataView(new ArrayBuffer(12));
  rule.setBigUint64(0, access & ~EXECUTE, true);
  rule.setInt32(8, beneath, true);
  const failed =
    libc.addRule(445n, ruleset, RULE_PATH_BENEATH, rule.buffer, 0n) !== 0n ||
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1n, 0n, 0n, 0n) !== 0 ||
    libc.restrictSelf(446n, ruleset, 0n) !== 0n;
  libc.close(beneath);
  libc.close(Number(ruleset));
  if (!failed) return true;
  throw new Error("Cannot restrict this process: Landlock refused the rules");
}

/**
 * Restricts this process for the rest of its life. To be called from the main thread once all modules and libraries are
 * loaded: `nobody` may not be able to read them.
 *
 * @param folder Where files can be changed from now on.
 * @throws {Error} If neither is possible: the process could harm the files of its user.
 */
export function enterSandbox(folder: string): void {
  const library = openLibc();
  try {
    const dropped = dropRoot(library.symbols, folder);
    if (restrict(library.symbols, folder) || dropped) return;
    throw new Error(
      "Cannot protect this user's files: the kernel has no Landlock (Linux 5.13 or later). Run this as root, which gives up its rights",
    );
  } finally {
    library.close();
  }
}
