import { Command } from "commander";
import { expect, test } from "vitest";
import { numbers, withDocumentOptions, withTrainOptions, wholeNumbers } from "./options";

/** The value of an option, or the reason why it is refused. */
function read(option: string, text: string): unknown {
  const command = withTrainOptions(withDocumentOptions(new Command(), "1"))
    .option("--rates <list>", "", numbers)
    .option("--sizes <list>", "", wholeNumbers)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  try {
    command.parse(["x", `--${option}`, text], { from: "user" });
    return command.opts()[option];
  } catch (error) {
    return (error as Error).message;
  }
}

test.each<[string, string, unknown]>([
  ["rates", "0,0.25,0.5", [0, 0.25, 0.5]],
  ["rates", "0, 0.25", [0, 0.25]],
  ["rates", "0.5,1,2", [0.5, 1, 2]],
  ["rates", "1.2", [1.2]],
  ["rates", "1e-3", [0.001]],
  ["rates", "0,1,0,3", /several ways/],
  ["rates", "0,5", /several ways/],
  ["rates", "0,1;0,3", /several ways/],
  ["rates", "0x10", /"0x10" is not a number/],
  ["rates", "1/3", /"1\/3" is not a number/],
  ["rates", "0.1,much", /"much" is not a number/],
  ["rates", "1e999", /larger than any/],
  ["sizes", "100,300,1000", [100, 300, 1000]],
  ["sizes", "1,000", /several ways/],
  ["sizes", "10.5", /not a whole number/],
  ["sizes", "9007199254740993", /more digits/],
  ["seeds", "3", [1, 2, 3]],
  ["seeds", "1,3,8", [1, 3, 8]],
  ["seeds", "8,", [8]],
  ["seeds", "0,1", [0, 1]],
  ["seeds", "1;3", [1, 3]],
  ["seeds", "1.5", /not a whole number/],
  ["seeds", "0x3", /not a number/],
  ["epochs", "20", 20],
  ["epochs", "1,5", /not a whole number/],
  ["epochs", "1,000", /thousands or a fraction/],
  ["jobs", "0", /1 or more/],
  ["jobs", "-1", /not a whole number/],
])("--%s %s is read as %j", (option, text, expected) => {
  const value = read(option, text);
  if (expected instanceof RegExp) expect(value).toMatch(expected);
  else expect(value).toEqual(expected);
});
