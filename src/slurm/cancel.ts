import { LabError } from "../messages/failure";
import { cancelJobs, type ElementState, elementStates, goesOn } from "./commands";
import { elementName } from "./elements";
import { readArrays } from "./sweep-folder";

/**
 * Ends elements of a sweep: those that train write their checkpoints, and those that wait never begin.
 * @param names of elements, such as 1-0; all of them where there are none
 * @returns the names of those that waited or trained, each with its state before
 * @throws LabError `slurmNoElement`, `slurmMissing`, `slurmRefused`
 */
export async function cancelElements(
  folder: string,
  names: readonly string[],
): Promise<Map<string, ElementState>> {
  const arrays = readArrays(folder);
  const known = new Map(
    arrays.flatMap(({ number: array, elements, job }) =>
      elements.map((_, element) => [elementName({ array, element }), { job, element }] as const),
    ),
  );
  for (const name of names) if (!known.has(name)) throw new LabError("slurmNoElement", { name });
  const going = new Map<string, ElementState>();
  for (const { number: array, job } of arrays) {
    const states = job === null ? [] : await elementStates(job);
    for (const [element, state] of states) {
      const name = elementName({ array, element });
      if (goesOn(state) && (names.length === 0 || names.includes(name))) going.set(name, state);
    }
  }
  const jobs = [...going.keys()].map((name) => `${known.get(name)!.job}_${known.get(name)!.element}`);
  if (jobs.length > 0) await cancelJobs(jobs);
  return going;
}
