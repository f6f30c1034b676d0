import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { toBytes } from "../contract/bytes";
import { type Envelope, type Verb, verbs } from "../contract/contract";
import { rightRequests } from "../contract/right-requests.testing";
import { hostileJson, hostileKeys, mutated } from "../fuzz/mutations";
import { end, smallExperiment, temporaryFolder } from "../lab/testing";
import { isFailureCode } from "../messages/failure";
import { fuzz, inFull } from "../test-size";
import { openServer, TestPage, type TestServer } from "./testing";

/** A script that took over a page in a browser, with all that the page can do: what the window's page is tested with, over the socket. */

let folder = temporaryFolder();
const secret = "the-secret-of-the-canary";
let canary: string;
let server: TestServer;
let ids: string[];
const open = async () => {
  mkdirSync(join(folder.path, "outside"));
  canary = join(folder.path, "outside", "canary.csv");
  writeFileSync(canary, `x,${secret}\n1,${secret}\n`);
  server = await openServer(join(folder.path, "home"));
  const { id, runs } = await server.lab.startExperiment({ experiment: smallExperiment() });
  await end(server.lab, runs[0]!.id);
  ids = [id, runs[0]!.id];
};
const close = async () => {
  await server.close();
  folder.remove();
};
beforeAll(open);
afterAll(close);
// The thousands of experiments that messages to one verb start would slow down all others.
if (inFull(true, false)) {
  afterEach(async () => {
    await close();
    folder = temporaryFolder();
    await open();
  });
}

const numRuns = inFull(10_000, 200);
const milliseconds = inFull(3_600_000, 600_000);

test.each(Object.keys(verbs) as Verb[])(
  `${numRuns} hostile messages to %s (seed ${fuzz.seed})`,
  async (verb) => {
    const before = filesOutside();
    const page = await TestPage.connect(server);
    // Whoever is asked for a file chooses one of the lab's machine, which none was offered.
    page.onAsk = (id) => page.send({ type: "chosen", id, chosen: { served: canary } });
    const texts = fc.oneof(
      fc.constantFrom(...ids),
      fc.constantFrom(canary, `file:0123456789abcdef/${canary}`, `../../${canary}`),
      hostileKeys,
    );
    const value = fc.oneof({ weight: 2, arbitrary: hostileJson }, { weight: 1, arbitrary: texts });
    const message = fc.oneof(
      { weight: 8, arbitrary: mutated(rightRequests[verb], value) },
      { weight: 1, arbitrary: value },
    );
    await fc.assert(
      fc.asyncProperty(message, async (sent) => {
        if (!canBeSent(sent)) return;
        const answer = await page.call(verb, sent);
        expect(JSON.stringify(answer)).not.toContain(secret);
        expect(isNamed(answer), JSON.stringify(answer).slice(0, 500)).toBe(true);
      }),
      { seed: fuzz.seed, numRuns },
    );
    page.socket.close();
    expect(filesOutside()).toEqual(before);
    const other = await TestPage.connect(server);
    expect(await other.call("describeLab", {})).toMatchObject({ ok: true });
    other.socket.close();
  },
  milliseconds,
);

test(
  `${numRuns} frames of any bytes: each page is answered or cut off, and the lab goes on`,
  async () => {
    const right = toBytes({ type: "call", id: 1, verb: "describeLab", request: {} });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.nat(right.length - 1), fc.nat(255))
        .map(([at, byte]) => Uint8Array.from(right, (old, index) => (index === at ? byte : old))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (frame) => {
        const page = await TestPage.connect(server);
        const ended = new Promise((resolve) => page.socket.on("close", resolve));
        page.socket.send(frame);
        await Promise.race([ended, page.first(({ type }) => type === "answer" || type === "alive")]);
        page.socket.terminate();
      }),
      { seed: fuzz.seed, numRuns },
    );
    const page = await TestPage.connect(server);
    expect(await page.call("describeLab", {})).toMatchObject({ ok: true });
    page.socket.close();
  },
  milliseconds,
);

function canBeSent(value: unknown): boolean {
  try {
    return !JSON.stringify(value)?.includes("__proto__") && toBytes(value).length > 0;
  } catch {
    return false;
  }
}

function isNamed(answer: Envelope<unknown>): boolean {
  return answer.ok || (isFailureCode(answer.failure.code) && answer.failure.code !== "unexpected");
}

function filesOutside(): string[] {
  const place = join(folder.path, "outside");
  return readdirSync(place).map((name) => `${name} ${statSync(join(place, name)).mtimeMs}`);
}
