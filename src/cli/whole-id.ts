import type { Lab } from "../lab/lab";
import { LabError } from "../messages/failure";

/**
 * The id of the only experiment in the store whose id begins with this text.
 * @throws LabError `noSuchExperiment`, `idNotUnique`
 */
export async function wholeId(lab: Lab, start: string): Promise<string> {
  const ids = await lab.idsFrom(start);
  if (ids.length === 0) throw new LabError("noSuchExperiment", { id: start });
  if (ids.length > 1) throw new LabError("idNotUnique", { start, ids: ids.join(", ") });
  return ids[0]!;
}
