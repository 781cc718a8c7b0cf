/**
 * The spelling of C++ types, the same whatever libclang's version is.
 *
 * @module
 */

const DURATIONS: Readonly<Record<string, string>> = {
  "std::ratio<1, 1000000000>": "nanoseconds",
  "std::ratio<1, 1000000>": "microseconds",
  "std::ratio<1, 1000>": "milliseconds",
  "std::ratio<1>": "seconds",
  "std::ratio<1, 1>": "seconds",
};

/**
 * Shortens what libclang answers for a type without aliases.
 *
 * @param spelling Such as `class QList<class QString> &&`.
 */
export function normalType(spelling: string): string {
  return spelling
    .replaceAll(/\b(?:class|struct|enum) /g, "")
    .replaceAll(
      /std::chrono::duration<long(?:, (std::ratio<[\d, ]+>))?>/g,
      (whole, ratio: string = "std::ratio<1>") => {
        const name = DURATIONS[ratio];
        return name === undefined ? whole : `std::chrono::${name}`;
      },
    )
    .replaceAll("> >", ">>")
    .trim();
}
