import { markPart } from "./marks";
import { scanPart } from "./part";
import { checkUtf8 } from "./utf8";

/** What a thread can do with a part of a file. */
export const works = { utf8: checkUtf8, scan: scanPart, mark: markPart };

export type Work = keyof typeof works;
export type PartOf<W extends Work> = Parameters<(typeof works)[W]>[0];
export type FoundBy<W extends Work> = NonNullable<Awaited<ReturnType<(typeof works)[W]>>>;

/** What a thread is asked for. */
export interface Asked<W extends Work = Work> {
  readonly work: W;
  readonly part: PartOf<W>;
}
