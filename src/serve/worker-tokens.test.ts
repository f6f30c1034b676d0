import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { failureOf, temporaryFolder } from "../lab/testing";
import { WorkerTokens } from "./worker-tokens";

let home: ReturnType<typeof temporaryFolder>;
let file: string;
let tokens: WorkerTokens;
beforeEach(() => {
  home = temporaryFolder();
  file = join(home.path, "worker-tokens.json");
  tokens = new WorkerTokens(file);
});
afterEach(() => home.remove());

test("a token opens until it is withdrawn, also by another process", async () => {
  expect(tokens.list()).toEqual([]);
  expect(tokens.nameOf("")).toBeNull();
  const [one, other] = [await tokens.make("one"), await tokens.make("연구실-2")];
  expect(one).toMatch(/^dlw_[\w-]{43}$/);
  expect([one, other, `${one}x`].map((token) => tokens.nameOf(token))).toEqual(["one", "연구실-2", null]);
  await new WorkerTokens(file).withdraw("one");
  expect([one, other].map((token) => tokens.nameOf(token))).toEqual([null, "연구실-2"]);
  expect(tokens.list().map(({ name }) => name)).toEqual(["연구실-2"]);
});

test("the file holds no token, and only its owner may read it", async () => {
  const token = await tokens.make("one");
  expect(readFileSync(file, "utf8")).not.toContain(token.slice(4));
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each(["", "a b", "../x", "-x", "x".repeat(101), "a\nb"])("%j is no name of a token", async (name) => {
  expect((await failureOf(tokens.make(name))).code).toBe("workerTokenName");
});

test("a name is there once, and only what is there is withdrawn", async () => {
  await tokens.make("one");
  expect((await failureOf(tokens.make("one"))).code).toBe("workerTokenThere");
  expect((await failureOf(tokens.withdraw("other"))).code).toBe("noSuchWorkerToken");
});

test.each(["", "{", "[1]", '[{"name":"x","made":"","sha256":""}]'])(
  "a file that says %j lets nobody in, and is not written over",
  async (text) => {
    writeFileSync(file, text);
    const asked = Promise.resolve().then(() => tokens.nameOf("x"));
    expect((await failureOf(asked)).code).toBe("workerTokensNotRead");
    expect((await failureOf(tokens.make("one"))).code).toBe("workerTokensNotRead");
    expect(readFileSync(file, "utf8")).toBe(text);
  },
);
