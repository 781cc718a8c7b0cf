/**
 * Checks the committed texts against the rules, without any header.
 *
 * @module
 */

import { Annotator } from "./annotate.ts";
import type { ApiMember, Library } from "./model.ts";
import { Libraries } from "./world.ts";
import { writeClass } from "./write.ts";

/** Marks that come from the headers, not from rules. */
const DECLARED = new Set([
  "deprecated",
  "endless",
  "extra",
  "implicit",
  "private",
]);

/** The library as it was before any rule marked it. */
export function withoutRules(library: Library): Library {
  return {
    ...library,
    classes: library.classes.map((one) => ({
      ...one,
      marks: one.marks.filter((mark) => DECLARED.has(mark)),
      members: one.members.map(withoutMarks),
    })),
  };
}

function withoutMarks(member: ApiMember): ApiMember {
  return {
    ...member,
    marks: member.marks.filter((mark) => DECLARED.has(mark)),
    parameters: member.parameters.map((each) => ({ ...each, marks: [] })),
  };
}

/**
 * Applies the rules again.
 *
 * @param libraries All libraries that have a text.
 * @returns A line for each pointer without a rule, for each rule that is about nothing, and for each class that the
 * rules would mark in another way than its text has it.
 */
export function checkRules(libraries: readonly Library[]): string[] {
  const bare = libraries.map(withoutRules);
  const annotator = new Annotator(new Libraries(bare));
  const changed = bare.flatMap((library, index) => {
    const old = libraries[index]!.classes.map(writeClass);
    return annotator.annotate(library).classes
      .filter((one, at) => writeClass(one) !== old[at])
      .map((one) => `The rules mark ${one.name} in another way than its text`);
  });
  return [...annotator.complaints, ...changed];
}
