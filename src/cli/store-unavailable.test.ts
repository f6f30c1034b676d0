import { once } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { endlessExperiment } from "../lab/testing";
import { type SmallDisk, smallDisk } from "../store/small-disk.testing";
import { openTerminal, type StartedLab, type Terminal, until } from "./testing";

let disk: SmallDisk;
let terminal: Terminal;
let started: StartedLab;
beforeEach(() => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  disk = smallDisk(() => started.child.pid!);
  terminal = openTerminal({ place: disk.folder });
});
afterEach(() => {
  terminal.close();
  disk.remove();
  vi.unstubAllEnvs();
});

test("a full disk holds a run in the terminal, which says so; one that is ended there is resumed without a gap", async () => {
  const name = terminal.write("long.json", endlessExperiment({ training: { batchSize: 16, epochs: 2000 } }));
  started = terminal.start("run", name);
  await until(() => (terminal.stored()?.runs[0]?.records.length ?? 0) > 3);
  disk.fill();
  await until(() => started.errors().includes("on hold: The disk has no room left for lab.sqlite"));
  started.child.kill("SIGKILL");
  await once(started.child, "close");
  disk.makeRoom();
  const before = terminal.stored()!;
  expect(before.runs[0]!.status).toBe("interrupted");
  started = terminal.start("resume", before.id);
  expect(await started.ended).toMatchObject({ code: 0 });
  const [run] = terminal.stored()!.runs;
  expect(run!.records.map(({ epoch }) => epoch)).toEqual(
    Array.from({ length: 2000 }, (_, index) => index + 1),
  );
  expect(run!.records.slice(0, before.runs[0]!.records.length)).toEqual(before.runs[0]!.records);
});
