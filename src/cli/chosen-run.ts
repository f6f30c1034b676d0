import type { ExperimentDetail } from "../contract/contract";
import type { Lab } from "../lab/lab";
import { LabError } from "../messages/failure";
import { expectVariant } from "./baseline";
import { wholeId } from "./whole-id";

/** Which runs of an experiment are meant; all that fit if left out. */
export interface RunWish {
  readonly variant?: string;
  readonly seed?: number;
}

type Runs = ExperimentDetail["runs"];

/**
 * A run by its whole id; or of an experiment, by the first characters of its id, the runs that fit, at least one.
 * @throws LabError as `getRuns` does, `idNotUnique`, `noSuchVariant`, `noSuchRun`
 */
export async function fittingRuns(lab: Lab, start: string, { variant, seed }: RunWish): Promise<Runs> {
  const id = await wholeId(lab, start).catch((error: unknown) => {
    if (error instanceof LabError && error.code === "noSuchExperiment") return null;
    throw error;
  });
  const { experiment, runs } =
    id === null
      ? (await lab.getRuns({ runIds: [start] })).experiments[0]!
      : await lab.getExperiment({ experimentId: id });
  expectVariant(experiment, variant);
  const fitting = runs.filter(
    (run) => (variant === undefined || run.variant === variant) && (seed === undefined || run.seed === seed),
  );
  if (fitting.length === 0)
    throw new LabError("noSuchRun", { id: [start, variant, seed].filter(Boolean).join(", ") });
  return fitting;
}
