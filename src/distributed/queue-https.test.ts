import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectSameResults } from "../cli/results.testing";
import { openTerminal, type Terminal, until } from "../cli/testing";
import { sharedFolder, tokensFile } from "../serve/home";
import { WorkerTokens } from "../serve/worker-tokens";
import { inFull } from "../test-size";
import { digits, hasSaid, onCpu, openTestQueue, type TestQueue } from "./queue.testing";
import { selfSigned } from "./testing";

let queue: TestQueue;
let alone: Terminal;
beforeEach(async () => {
  // Killed workers keep a run for no longer than that.
  queue = await openTestQueue({ ...onCpu, DROPOUT_LAB_LEASE_SECONDS: "5" });
  alone = openTerminal({ env: onCpu });
});
afterEach(async () => {
  alone.close();
  await queue.close();
});

test("workers fetch from a lab serve with a certificate of its own; one whose token is withdrawn in the middle of a run gives it back", async () => {
  const { lab, redis } = queue;
  const { cert, key } = selfSigned(lab.folder);
  const served = lab.start("serve", "--cert", cert, "--key", key);
  await until(() => /https:\S+token=/.test(served.output()) || served.child.exitCode !== null);
  const [address] = /https:\/\/[^/]+/.exec(served.output())!;
  const tokens = new WorkerTokens(join(lab.folder, tokensFile));
  const at = (...more: string[]) => ["--queue", redis.url, "--shared", address, ...more];
  const withToken = async (name: string) => ({ env: { DROPOUT_LAB_WORKER_TOKEN: await tokens.make(name) } });

  const command = ["sweep", "queued.json", "--rates", "0.3", "--seeds", "2", "--out", "out"];
  const document = { ...digits, training: { epochs: inFull(1000, 80) } };
  for (const { write } of [lab, alone]) write("queued.json", document);
  const running = lab.start(...command, "--queue", redis.url, "--shared", join(lab.folder, sharedFolder));

  // Nobody knows who signed the certificate.
  const doubtful = queue.startWorker(at(), await withToken("doubtful"));
  await hasSaid(
    doubtful,
    "given back to others: The shared files' server has a certificate that this machine does not trust (DEPTH_ZERO_SELF_SIGNED_CERT): give the authority that signed it to --ca.",
  );
  doubtful.child.kill("SIGKILL");

  const first = queue.startWorker(at("--ca", cert), await withToken("first"));
  await hasSaid(first, "begins:");
  await tokens.withdraw("first");
  await hasSaid(first, "given back to others: The shared files are shut to this machine");
  await until(() => running.errors().includes("gives its runs back to others: The shared files are shut"));

  const second = queue.startWorker(at("--ca", cert), await withToken("second"));
  const { code, errors } = await running.ended;
  expect(code, errors).toBe(0);
  await hasSaid(second, " done: ");
  expect(await alone.lab(...command)).toMatchObject({ code: 0 });
  expectSameResults(lab, alone);
});
