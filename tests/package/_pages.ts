/** The blocks of a page that name a file or are to be run. */

/** A block of a page. */
export interface Block {
  /** Its language. */
  readonly language: string;
  /** What follows the language, by name: `file=main.ts`, `run`. */
  readonly marks: ReadonlyMap<string, string>;
  /** Its text. */
  readonly text: string;
}

/**
 * The blocks of a page, in order.
 *
 * @param page Its text.
 */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm)].map(
    ([, language = "", marks = "", text = ""]) => ({
      language,
      marks: new Map(
        marks.split(" ").filter((mark) => mark !== "").map((mark) => {
          const [name = "", value = ""] = mark.split("=");
          return [name, value];
        }),
      ),
      text,
    }),
  );
}
