import { resolve } from "node:path";
import { expect, test } from "vitest";
import { taskOf } from "./task";

test("nothing, or only switches of Chromium, opens the window", () => {
  expect(taskOf([])).toEqual({ kind: "window", documents: [] });
  expect(taskOf(["--no-sandbox", "--lang=ko"])).toEqual({ kind: "window", documents: [] });
});

test("documents open in the window, as paths or as addresses", () => {
  const documents = ["/data/a.dropout.json", resolve("b.csv"), "/data/with space.json"];
  const parameters = ["--no-sandbox", "/data/a.dropout.json", "b.csv", "file:///data/with%20space.json"];
  expect(taskOf(parameters)).toEqual({ kind: "window", documents });
});

test("commands keep their options, whatever stands before them", () => {
  const command = ["run", "my.dropout.json", "--seeds", "1,2", "--no-sandbox"];
  expect(taskOf(["--no-sandbox", ...command])).toEqual({ kind: "terminal", parameters: command });
});

test.each(["--version", "-V", "--help", "-h", "help", "nonsense"])(
  "%s is answered in the terminal",
  (word) => {
    expect(taskOf(["--no-sandbox", word])).toEqual({ kind: "terminal", parameters: [word] });
  },
);
