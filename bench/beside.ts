import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "simple-statistics";
import type { ExperimentDetail } from "../src/contract/contract";
import { Store } from "../src/store/store";
import { labCommand, secondsOf } from "./lab-command";

/**
 * The share of a run's time in which a trainer neither trains nor evaluates an epoch: `lab sweep textbook` (6 rates, 5 seeds, 40
 * epochs) with one job, from one run's end to the next one's. That is everything between two runs and around them: the order, the
 * data, the graph, weights and records on their way to the disk, and the measures at the end. The first run of a
 * process, which loads TensorFlow, is left out; the first of each other seed, whose data is new, is told by itself. The wish is 3 % at most.
 *
 *     npm run build && node bench/run.mjs bench/beside.ts [turns] [epochs]
 */

const turns = Number(process.argv[2] ?? 3);
const epochs = process.argv[3] ?? "40";

interface Times {
  readonly milliseconds: number;
  readonly beside: number;
}

/** Of each run but the first, in the order in which they trained; and whether it is the first of its seed. */
function timesOf({ runs }: ExperimentDetail): (Times & { readonly isFirstOfSeed: boolean })[] {
  const inOrder = [...runs].sort((one, other) => Date.parse(one.ended!) - Date.parse(other.ended!));
  return inOrder.slice(1).map(({ seed, ended, records }, index) => {
    const before = inOrder[index]!;
    const milliseconds = Date.parse(ended!) - Date.parse(before.ended!);
    const inside = records.reduce(
      (sum, record) => sum + record.trainingSeconds + record.evaluationSeconds,
      0,
    );
    return { milliseconds, beside: milliseconds - 1000 * inside, isFirstOfSeed: seed !== before.seed };
  });
}

async function sweep(): Promise<ReturnType<typeof timesOf>> {
  const home = mkdtempSync(join(tmpdir(), "lab-bench-"));
  try {
    const env = { ...process.env, DROPOUT_LAB_HOME: home };
    await secondsOf([labCommand("sweep", "textbook", "--epochs", epochs, "--jobs", "1")], { env, cwd: home });
    const store = new Store(join(home, "lab.sqlite"));
    try {
      return timesOf(store.experiment(store.experiments(1)[0]!.id));
    } finally {
      store.close();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const percent = (times: readonly Times[]) =>
  (100 * times.reduce((sum, { beside }) => sum + beside, 0)) /
  times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);

const shares: { all: number; others: number }[] = [];
for (let turn = 1; turn <= turns; turn++) {
  const times = await sweep();
  const [firsts, others] = [true, false].map((is) =>
    times.filter(({ isFirstOfSeed }) => isFirstOfSeed === is),
  );
  const share = { all: percent(times), others: percent(others!) };
  shares.push(share);
  const besideOf = (some: readonly Times[]) => median(some.map(({ beside }) => beside)).toFixed(0);
  console.log(
    `turn ${turn}: ${share.all.toFixed(1)} % of all runs' time, ${share.others.toFixed(1)} % without the first of each seed ` +
      `(${besideOf(others!)} of ${median(others!.map(({ milliseconds }) => milliseconds)).toFixed(0)} ms, first ones ${besideOf(firsts!)} ms)`,
  );
}
const medianOf = (name: keyof (typeof shares)[number]) =>
  median(shares.map((share) => share[name])).toFixed(1);
console.log(
  `\nBeside training and evaluation, median of ${turns}: ${medianOf("all")} %, without the first of each seed ${medianOf("others")} %`,
);
