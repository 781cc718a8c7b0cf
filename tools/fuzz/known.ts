/**
 * What the fuzzer leaves out, and why.
 *
 * @module
 */

/** Faults that are known and not mended yet. */
export interface OpenFaults {
  /** Classes by name. */
  readonly classes: readonly string[];
  /** Whether `null` is left out where a pointer is wanted. */
  readonly nulls: boolean;
  /** Whether objects are left out as values: one can be put into itself, or into what it contains. */
  readonly relations: boolean;
  /** Whether numbers are left out that are no enumerator or flag. */
  readonly wrongEnumerators: boolean;
  /** Whether random words are not sent: they can be null and no enumerator, too. */
  readonly scrambled: boolean;
  /** Values that are left out, by their source in `values.ts`. */
  readonly values: readonly string[];
  /** Members that are left out, as `Class.member`: of the class that declares it, or of one that is created. */
  readonly members: readonly string[];
}

/** What the fuzzer leaves out. */
export interface Known {
  /** Classes by name. */
  readonly classes: readonly string[];
  /** Until it is mended. */
  readonly open: OpenFaults;
}

/** See {@linkcode Known}. */
export const KNOWN: Known = {
  classes: [
    // They can remove files of this machine, start programs of it, or load libraries.
    "QFileSystemModel",
    "QFileDialog",
    "QProcess",
    "QLibrary",
    "QPluginLoader",
  ],
  open: {
    classes: [],
    nulls: false,
    relations: false,
    wrongEnumerators: false,
    scrambled: false,
    values: [],
    members: [],
  },
};
