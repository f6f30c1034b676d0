import { faultsOfSchema } from "../experiment/faults";
import { failureOf, type Fault, LabError } from "../messages/failure";
import { type Envelope, type LabVerbs, type Verb, verbs } from "../contract/contract";
import type { Position } from "../contract/feed";
import { shellVerbs } from "../contract/shell";

/**
 * Answers a request that came over a process border. The request is `unknown` until the contract's schema has parsed
 * it, so no malformed request reaches the lab. Errors become envelopes, because an Error would lose its code on the
 * way.
 * @param lab the verbs that this transport offers; without a window there are none of the shell
 * @param positionNow of the lab's events; answers of the shell have none
 */
export async function answer(
  lab: Partial<LabVerbs>,
  verb: unknown,
  request: unknown,
  positionNow?: () => Position,
): Promise<Envelope<unknown>> {
  try {
    if (!isVerb(verb) || !Object.hasOwn(lab, verb)) throw new LabError("unknownVerb", { verb: String(verb) });
    const read = faultsOfSchema<unknown>(verbs[verb].request, request);
    if (read.value === null) throw new LabError("badRequest", { verb, detail: placesOf(read.faults) });
    const handler = lab[verb] as (request: unknown) => Promise<unknown>;
    // Before the handler looks: what is told while it works may be newer than its answer.
    const position = Object.hasOwn(shellVerbs, verb) ? undefined : positionNow?.();
    const value = await handler.call(lab, read.value);
    return { ok: true, value, ...(position && { position }) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

function isVerb(name: unknown): name is Verb {
  return typeof name === "string" && Object.hasOwn(verbs, name);
}

/** For whoever mends the program: where the request is wrong, and how, as codes. */
function placesOf(faults: readonly Fault[]): string {
  return faults
    .slice(0, 5)
    .map(({ path, code }) => `${path || "request"} ${code}`)
    .join("; ");
}
