import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WorkerTokens } from "../serve/worker-tokens";
import { openTerminal, type Terminal } from "./testing";

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => terminal.close());

test("a token is shown once, listed by its name, and withdrawn", async () => {
  const tokens = new WorkerTokens(join(terminal.folder, "worker-tokens.json"));
  const made = await terminal.lab("serve", "tokens", "make", "machine-1");
  expect(made).toMatchObject({ code: 0, errors: "" });
  expect(tokens.nameOf(made.output.trim())).toBe("machine-1");
  expect((await terminal.lab("serve", "tokens", "list")).output).toMatch(/^\d{4}-\d\d-\d\d {2}machine-1\n$/);
  expect((await terminal.lab("serve", "tokens", "withdraw", "machine-1")).code).toBe(0);
  expect(tokens.nameOf(made.output.trim())).toBeNull();
  const again = await terminal.lab("serve", "tokens", "withdraw", "machine-1");
  expect(again.code).toBe(1);
  expect(again.errors).toContain("There is no token machine-1.");
});
