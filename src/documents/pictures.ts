import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { folderOfRun } from "../artifacts/checkpoint-folder";
import { namesIn } from "../artifacts/spare-files";
import { writeWhole } from "../artifacts/write-whole";
import { type Picture, pictureSchema } from "../contract/pictures";
import { LabError } from "../messages/failure";
import { z } from "../messages/zod";
import { isChart } from "../report/chart-check";

/** A picture and its place. */
export interface KeptPicture extends Picture {
  readonly runId: string;
  /** Among those of the run, from 1. */
  readonly number: number;
}

const namePattern = /^(\d+)\.json$/;

const fileSchema = pictureSchema.extend({ format: z.literal("dropout-lab-picture-1") });
type PictureFile = z.infer<typeof fileSchema>;

/** Pictures for reports: `pictures/<run>/<number>.json` in the lab's folder. */
export class Pictures {
  /** @param folder of all runs */
  constructor(private readonly folder: string) {}

  /** @throws LabError `chartRefused` if it holds what a report must not run or load */
  async add(runId: string, picture: Picture): Promise<void> {
    if (!isChart("svg", new TextEncoder().encode(picture.svg))) throw new LabError("chartRefused");
    const folder = folderOfRun(this.folder, runId);
    await mkdir(folder, { recursive: true });
    const number = (this.numbers(runId).at(-1) ?? 0) + 1;
    await writeWhole(
      join(folder, `${number}.json`),
      JSON.stringify({ format: "dropout-lab-picture-1", ...picture } satisfies PictureFile),
    );
  }

  /** Those of these runs; a damaged file is left out. */
  of(runIds: readonly string[]): KeptPicture[] {
    return runIds.flatMap((runId) =>
      this.numbers(runId).flatMap((number) => {
        const picture = this.read(runId, number);
        return picture ? [{ ...picture, runId, number }] : [];
      }),
    );
  }

  async remove(runId: string, number: number): Promise<void> {
    await rm(join(folderOfRun(this.folder, runId), `${number}.json`), { force: true });
  }

  private numbers(runId: string): number[] {
    return namesIn(folderOfRun(this.folder, runId))
      .flatMap((name) => namePattern.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((one, other) => one - other);
  }

  private read(runId: string, number: number): Picture | null {
    try {
      const text = readFileSync(join(folderOfRun(this.folder, runId), `${number}.json`), "utf8");
      const { title, note, svg, rows } = fileSchema.parse(JSON.parse(text));
      // The folder belongs to the person, the report to whoever opens it.
      return isChart("svg", new TextEncoder().encode(svg)) ? { title, note, svg, rows } : null;
    } catch {
      return null;
    }
  }
}
