import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import { elementStates } from "../contract/slurm";
import { cancelElements } from "../slurm/cancel";
import { type Collected, collectSweep } from "../slurm/collect";
import { elementName, type ElementNow } from "../slurm/elements";
import { counted } from "../slurm/script";
import { inOrder, keepSweepNow } from "../slurm/sweep-now";
import { findSweep, rememberedSweeps, type SweepRun } from "../slurm/sweep-folder";
import { databaseFile, labFolder } from "../store/folders";
import { Store } from "../store/store";
import { exitCodes } from "./exit-codes";
import { listenForStop } from "./signals";
import { runName } from "./text";

/**
 * Brings home what is there of a sweep on Slurm, or of each that was submitted from here.
 * @param name a sweep's folder or id
 * @param seconds between two looks, until nothing more is coming or Ctrl-C; null: one look
 * @returns the exit code: 0 once every run is done
 * @throws LabError `slurmNoSweep`, `idNotUnique`
 */
export async function collect(name: string | undefined, seconds: number | null = null): Promise<number> {
  const home = labFolder();
  const folders = name === undefined ? [...rememberedSweeps(home).values()] : [sweepNamed(home, name)];
  if (folders.length === 0) process.stdout.write("No sweep was submitted to Slurm from here.\n");
  const stopped = new AbortController();
  const signals =
    seconds === null
      ? null
      : listenForStop(
          () => stopped.abort(),
          () => undefined,
        );
  let before = "";
  try {
    for (;;) {
      const begun = performance.now();
      const all = await collectAll(folders);
      const text = all.map(collectedText).join("");
      if (text !== before) process.stdout.write(seconds === null ? text : `${now()}\n${text}`);
      before = text;
      const isWhole = all.every(({ lacking }) => lacking.length === 0);
      const isComing = all.some(({ lacking }) => lacking.some((run) => run.isComing));
      if (seconds === null || !isComing) return isWhole ? exitCodes.done : exitCodes.failed;
      // Journals of very many epochs take long to read: most of the time is left to others.
      const pause = Math.max(1000 * seconds, 9 * (performance.now() - begun));
      await wait(pause, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted) return signals!.code!;
    }
  } finally {
    signals?.close();
  }
}

/** The store is open only meanwhile. */
async function collectAll(folders: readonly string[]): Promise<Collected[]> {
  const store = new Store(databaseFile());
  try {
    const all: Collected[] = [];
    for (const folder of folders) {
      const collected = await collectSweep(folder, store, dirname(databaseFile()));
      await keepSweepNow(labFolder(), collected);
      all.push(collected);
    }
    // What is told is on the disk.
    await store.log.sync();
    return all;
  } finally {
    store.close();
  }
}

/**
 * Ends elements of a sweep on Slurm; with no names all of them.
 * @param name of the sweep, as `collect`
 * @returns the exit code
 * @throws LabError `slurmNoSweep`, `idNotUnique`, and as `cancelElements`
 */
export async function cancelOnSlurm(name: string, elements: readonly string[]): Promise<number> {
  const folder = sweepNamed(labFolder(), name);
  const ended = [...(await cancelElements(folder, elements)).keys()];
  process.stdout.write(
    ended.length === 0
      ? "None of them waits or trains.\n"
      : `Slurm ends ${counted(ended.length, "element")}: ${listed(ended)}. What trains writes checkpoints first; lab resume ID --slurm submits the runs again.\n`,
  );
  return exitCodes.done;
}

function sweepNamed(home: string, name: string): string {
  const folder = findSweep(home, name);
  if (folder === null) throw new LabError("slurmNoSweep", { name });
  return folder;
}

/** Runs that are named one by one. */
const mostNamed = 20;

export function collectedText(collected: Collected): string {
  const { sweep, folder, runs, done, taken, lacking, trainsHere, differing, elements } = collected;
  const { id, experiment } = sweep;
  const lines = [
    `${experiment.name} (${id}): ${done} of ${runs} runs are done; something was new of ${taken}.`,
  ];
  if (lacking.length > 0) lines.push(...elementLines(elements));
  for (const { failure, ...run } of lacking.slice(0, mostNamed)) {
    lines.push(`  ${nameOf(run)}: ${sayInTerminal(failure)}`);
  }
  if (lacking.length > mostNamed) lines.push(`  … and ${lacking.length - mostNamed} more.`);
  if (trainsHere.length > 0) {
    lines.push(`${namesOf(trainsHere)}: trained here now, so nothing of them was taken in.`);
  }
  if (differing.length > 0) {
    lines.push(
      `${namesOf(differing)}: two attempts measured different values, perhaps on different processors; the first ones are kept.`,
    );
  }
  const again = lacking.filter((run) => !run.isComing && !run.isOver).length;
  if (again > 0) lines.push(`lab resume ${id} --slurm submits ${again} of them again.`);
  lines.push(`lab runs ${id} shows the result. Journals and logs are in ${folder}`);
  return lines.map((line) => `${line}\n`).join("");
}

/** In the window's words. */
const stateWords = { trains: "training", lost: "lost", waits: "waiting", over: "over" } as const;

function elementLines(elements: readonly ElementNow[]): string[] {
  const counts = elementStates.flatMap((state) => {
    const count = elements.filter((element) => element.state === state).length;
    return count > 0 ? `${count} ${stateWords[state]}` : [];
  });
  const rows = inOrder(elements)
    .slice(0, mostNamed)
    .map((element) => {
      const { state, reason, host, backend, attempts, runs, runsOver, epochs } = element;
      return [
        ...[
          elementName(element),
          stateWords[state] + (reason === "" ? "" : ` (${reason})`),
          host ?? "-",
          backend ?? "-",
        ],
        ...[`${runsOver} of ${runs.length}`, `${epochs}`, `${attempts}`],
      ];
    });
  const heads = ["element", "state", "machine", "backend", "runs over", "epochs", "begun"];
  const widths = heads.map((_, column) => Math.max(...[heads, ...rows].map((row) => row[column]!.length)));
  return [
    `Elements: ${counts.join(", ")}.`,
    ...[heads, ...rows].map(
      (row) =>
        `  ${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join("  ")
          .trimEnd()}`,
    ),
    ...(elements.length > mostNamed ? [`  … and ${elements.length - mostNamed} more.`] : []),
  ];
}

function listed(names: readonly string[]): string {
  const more = names.length > mostNamed ? `, and ${names.length - mostNamed} more` : "";
  return names.slice(0, mostNamed).join(", ") + more;
}

function now(): string {
  return new Date().toTimeString().slice(0, 8);
}

function namesOf(runs: readonly SweepRun[]): string {
  const more = runs.length > mostNamed ? `; and ${runs.length - mostNamed} more` : "";
  return runs.slice(0, mostNamed).map(nameOf).join("; ") + more;
}

function nameOf({ variant, seed }: SweepRun): string {
  return runName({ variant: variant.name, seed });
}
