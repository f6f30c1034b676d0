import { expect, test } from "vitest";
import { kerasScript } from "../../src/interchange/code/keras";
import { pytorchScript } from "../../src/interchange/code/pytorch";
import { everyPlan } from "../../src/interchange/code/scripts.testing";
import { piecesOf } from "./pieces";

test("the pieces of a line are the line, in every script", () => {
  for (const plan of everyPlan())
    for (const { text } of [pytorchScript(plan), kerasScript(plan)])
      for (const line of text.split("\n"))
        expect(
          piecesOf(line)
            .map((piece) => piece.text)
            .join(""),
        ).toBe(line);
});

test("each kind of piece is told apart", () => {
  expect(piecesOf('for x in f"a # {b}": # c 1')).toEqual([
    { text: "for", kind: "keyword" },
    { text: " ", kind: "plain" },
    { text: "x", kind: "plain" },
    { text: " ", kind: "plain" },
    { text: "in", kind: "keyword" },
    { text: " ", kind: "plain" },
    { text: 'f"a # {b}"', kind: "string" },
    { text: ": ", kind: "plain" },
    { text: "# c 1", kind: "comment" },
  ]);
});
