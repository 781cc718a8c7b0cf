/** The check of the figures that documents quote. */

import { assertEquals, assertThrows } from "@std/assert";
import {
  checkFigures,
  checkQuotation,
  type Quotation,
  readFigures,
} from "../../tools/figures.ts";

const PAGE = `
|                | here     | peer |
| -------------- | -------: | ---: |
| start-up, ms   |   53.2   | 120 ~ |
| calls /s       | 8.88 M ~ | 9,085 |

Least and most:

|                | here        |
| -------------- | ----------: |
| start-up, ms   | 50 … 60     |
`;

/** What is wrong with a document that quotes the start-up and the calls. */
function problems(document: string): string[] {
  const quotation: Quotation = {
    file: "a.md",
    text: "starts in # ms, # million calls/s",
    figures: (at) => [at("start-up, ms", "here"), at("calls /s", "here") / 1e6],
  };
  return checkQuotation(document, quotation, readFigures(PAGE));
}

Deno.test("readFigures() reads thousands, millions and marks, and the first of two tables", () => {
  const at = readFigures(PAGE);
  assertEquals(at("start-up, ms", "here"), 53.2);
  assertEquals(at("start-up, ms", "peer"), 120);
  assertEquals(at("calls /s", "here"), 8_880_000);
  assertEquals(at("calls /s", "peer"), 9085);
  assertThrows(() => at("calls /s", "none"), Error, "no figure");
});

Deno.test("checkQuotation() takes figures that are rounded, and passages that are wrapped", () => {
  assertEquals(problems("It starts in 53 ms,\n8.9 million calls/s."), []);
  assertEquals(problems("It starts in 53.2 ms, 9 million calls/s."), []);
  assertEquals(problems("It starts in 50 ms, 8.88 million calls/s."), []);
});

Deno.test("checkQuotation() finds another figure, and a passage that is gone", () => {
  assertEquals(problems("It starts in 103 ms, 8.9 million calls/s."), [
    'a.md: "starts in 103 ms, 8.9 million calls/s" quotes 103, docs/performance.md has 53.2',
  ]);
  assertEquals(problems("It starts in 53 ms, 8.7 million calls/s.").length, 1);
  assertEquals(problems("It starts."), [
    'a.md has no "starts in # ms, # million calls/s"',
  ]);
});

Deno.test("checkFigures() finds nothing wrong in this project", async () => {
  assertEquals(await checkFigures(), []);
});
