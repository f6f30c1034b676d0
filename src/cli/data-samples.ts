import { previewData } from "../data/load";
import type { Preview } from "../fields/preview";
import type { Failure } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import { type DataPart, readerFor } from "./data-file";
import { splitsAsJson, splitsAsText, type UsualSplits } from "./data-splits";
import { exitCodes } from "./exit-codes";
import { writeToOutput } from "./output";

interface Samples {
  readonly source: string;
  readonly files: readonly string[];
  readonly preview: Preview;
  /** What the files propose for settings of their source. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly splits: UsualSplits | null;
  readonly problems: readonly Failure[];
}

/**
 * Tells how the lab reads images or arrays; trains nothing.
 * @returns the exit code: whether they can be trained on
 * @throws LabError where nothing can be told of them
 */
export async function describeSamples(parts: readonly DataPart[], json: boolean): Promise<number> {
  const samples = await samplesOf(parts);
  const text = json ? `${JSON.stringify(asJson(samples), null, 2)}\n` : asText(samples);
  await writeToOutput(text);
  return samples.problems.length === 0 ? exitCodes.done : exitCodes.faults;
}

async function samplesOf(parts: readonly DataPart[]): Promise<Samples> {
  const { source, read, following } = readerFor(parts);
  const first = await previewData(read({}));
  const { proposed = {}, divided: usual, failure } = first;
  const known = Object.entries({ ...following, ...proposed }).filter(([, value]) => value !== undefined);
  const about = { source, files: parts.map(({ path }) => path), settings: Object.fromEntries(known) };
  if (failure || !usual)
    return { ...about, preview: first, splits: null, problems: failure ? [failure] : [] };
  const preview = await previewData(read({ ...proposed, ...usual.usual }));
  const { divided, failure: refused } = preview;
  const splits = divided?.counts ? { division: usual.usual.division, group: null, divided } : null;
  return { ...about, preview, splits, problems: refused ? [refused] : [] };
}

/** The fields that docs/data.md names: a public format. */
function asJson({ source, files, preview, settings, splits, problems }: Samples): object {
  const { shape, rows, classes, arrays = [], notes = [] } = preview;
  const said = (failure: Failure) => ({ ...failure, text: sayInTerminal(failure) });
  return {
    source,
    files,
    samples: rows,
    image: shape?.image ?? null,
    features: shape?.features ?? null,
    task: shape?.task ?? null,
    classes,
    arrays,
    settings,
    splits: splits && splitsAsJson(splits),
    notes: notes.map(said),
    problems: problems.map(said),
  };
}

const sourceNames: Readonly<Record<string, string>> = {
  pictures: "images in folders, one for each class",
  npz: "NumPy arrays",
  idx: "IDX files",
};

function asText({ source, preview, settings, splits, problems }: Samples): string {
  const { shape, rows, classes, arrays = [], notes = [] } = preview;
  const chosen = Object.entries(settings).map(([name, value]) => `${name} ${String(value)}`);
  const image = shape?.image;
  const what = image
    ? `images of ${image[0]} × ${image[1]}, ${image[2] === 1 ? "grey" : "in colour"}`
    : `${shape?.features ?? "unknown"} features`;
  return [
    `${rows} samples, ${shape ? what : "which cannot be trained on yet"}\n`,
    `${sourceNames[source] ?? source}\n`,
    ...(arrays.length > 0 ? [`arrays: ${arrays.join(", ")}\n`] : []),
    ...(chosen.length > 0 ? [`settings: ${chosen.join(", ")}\n`] : []),
    ...(shape ? [`task: ${shape.task}${classes.length > 0 ? `, ${classes.length} classes` : ""}\n`] : []),
    "\n",
    ...(splits ? [splitsAsText(splits)] : []),
    ...notes.map((note) => `warning: ${sayInTerminal(note)}\n`),
    ...problems.map((problem) => `problem: ${sayInTerminal(problem)}\n`),
  ].join("");
}
