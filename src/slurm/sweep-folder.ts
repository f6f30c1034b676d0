import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { writeDurably } from "../artifacts/write-whole";
import { type Experiment, experimentSchema, type Variant } from "../experiment/schema";
import { LabError } from "../messages/failure";

/**
 * A sweep's folder, which the nodes share (docs/slurm.md):
 *
 * ```
 * sweep.json             what is trained
 * data/<sha256>/<name>   the experiment's files
 * array-1.json, .sh      which runs each element has, and what sbatch got
 * array-1.job            Slurm's number of it
 * journals/              what elements tell, one file for each attempt at one, which only ever grows
 * weights/               by run and content
 * preparations/          by content
 * checkpoints/, snapshots/, prepared/   as in the lab's own folder
 * logs/                  what the elements print
 * ```
 *
 * Every file has one writer, and none is locked or changed in place, because network drives promise little.
 */

const sweepSchema = z.strictObject({
  format: z.literal("dropout-lab-slurm-sweep-1"),
  /** Of the experiment in every store that collects it. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  created: z.string(),
  /** Version of the lab: elements of another one train nothing. */
  lab: z.string(),
  /** With the paths of the person's own files. */
  experiment: experimentSchema,
  /** Where their copies are, below the folder. */
  files: z.record(z.string(), z.string()),
  /** Whether a run takes all cores of its element. */
  wide: z.boolean(),
});
export type SlurmSweep = z.infer<typeof sweepSchema>;

const arraySchema = z.strictObject({
  format: z.literal("dropout-lab-slurm-array-1"),
  /** The runs of each element, by their places in `runsOf`. */
  elements: z.array(z.array(z.int().min(0)).min(1)).min(1),
});
export type JobArray = z.infer<typeof arraySchema> & { readonly number: number; readonly job: string | null };

export interface SweepRun {
  readonly place: number;
  readonly variant: Variant;
  readonly seed: number;
}

/** Every run of an experiment, seed by seed as in the store. */
export function runsOf({ seeds, variants }: Experiment): SweepRun[] {
  return seeds.flatMap((seed, row) =>
    variants.map((variant, column) => ({ place: row * variants.length + column, variant, seed })),
  );
}

/** @throws LabError `slurmNoSweep` */
export function readSweep(folder: string): SlurmSweep {
  return read(folder, "sweep.json", sweepSchema);
}

/** In their order. Those whose submission has been given up before sbatch answered count too: sbatch may have had them. */
export function readArrays(folder: string): JobArray[] {
  return readdirSync(folder)
    .flatMap((name) => /^array-(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map((number) => readArray(folder, Number(number)))
    .sort((one, other) => one.number - other.number);
}

/** @throws LabError `slurmNoSweep` */
export function readArray(folder: string, number: number): JobArray {
  const job = join(folder, `array-${number}.job`);
  return {
    ...read(folder, `array-${number}.json`, arraySchema),
    number,
    job: existsSync(job) ? readFileSync(job, "utf8").trim() : null,
  };
}

export async function writeSweep(folder: string, sweep: SlurmSweep): Promise<void> {
  for (const name of ["journals", "weights", "preparations", "logs"])
    mkdirSync(join(folder, name), { recursive: true });
  await write(folder, "sweep.json", JSON.stringify(sweepSchema.parse(sweep)));
}

export async function writeArray(
  folder: string,
  { number, elements }: Omit<JobArray, "job" | "format">,
): Promise<void> {
  const array = { format: "dropout-lab-slurm-array-1", elements };
  await write(folder, `array-${number}.json`, JSON.stringify(arraySchema.parse(array)));
}

export async function writeJob(folder: string, array: number, job: string): Promise<void> {
  await write(folder, `array-${array}.job`, `${job}\n`);
}

export async function write(folder: string, name: string, text: string): Promise<void> {
  await writeDurably(join(folder, name), [Buffer.from(text)]);
}

/** Says in the lab's own folder where the sweep is. */
export async function rememberSweep(home: string, id: string, folder: string): Promise<void> {
  const place = join(home, "slurm");
  mkdirSync(place, { recursive: true });
  await write(place, `${id}.json`, JSON.stringify({ folder: resolve(folder) }));
}

/** The sweeps that were submitted from this lab's folder: their folders by id, those that have been removed left out. */
export function rememberedSweeps(home: string): Map<string, string> {
  const place = join(home, "slurm");
  const names = existsSync(place) ? readdirSync(place) : [];
  const found = names.flatMap((name): [string, string][] => {
    const [, id] = /^([0-9a-f]{16})\.json$/.exec(name) ?? [];
    if (id === undefined) return [];
    const { folder } = z
      .object({ folder: z.string() })
      .parse(JSON.parse(readFileSync(join(place, name), "utf8")));
    return existsSync(join(folder, "sweep.json")) ? [[id, folder]] : [];
  });
  return new Map(found);
}

/**
 * The folder of the sweep that is meant; null if there is none.
 * @param name a sweep's folder, its id, or the first characters of it
 * @throws LabError `idNotUnique`
 */
export function findSweep(home: string, name: string): string | null {
  if (existsSync(join(name, "sweep.json"))) return resolve(name);
  const found = [...rememberedSweeps(home)].filter(([id]) => name !== "" && id.startsWith(name));
  if (found.length > 1) {
    throw new LabError("idNotUnique", { start: name, ids: found.map(([id]) => id).join(", ") });
  }
  return found[0]?.[1] ?? null;
}

function read<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(join(folder, name), "utf8")));
  } catch (error) {
    throw new LabError("slurmNoSweep", { name: join(folder, name) }, { cause: error });
  }
}
