import fc from "fast-check";
import { hostileJson, hostileKeys, mutated } from "../src/fuzz/mutations";
import { type Verb, verbs } from "../src/contract/contract";
import { rightRequests } from "../src/contract/right-requests.testing";
import { isFailureCode } from "../src/messages/failure";

/** Runs inside the lab's page with all of the page's rights: a hostile script that got in somehow. */
export interface FloodOptions {
  readonly seed: number;
  /** Number of messages to each verb. */
  readonly numRuns: number;
  /** Ids of existing things, also sent where another kind is expected. */
  readonly ids: readonly string[];
  /** Paths of files that nobody chose. */
  readonly paths: readonly string[];
  /** A text in those files that no answer may contain. */
  readonly secret: string;
}

export interface Flood {
  /** By verb, the number of each answer: "ok", the failure's code, or "not sent". */
  readonly answers: Record<string, Record<string, number>>;
  /** fast-check's report if an answer was wrong. */
  readonly faults: readonly string[];
}

/** @param verb each of its answers must be a value or a named failure, and must reveal nothing of the files */
export async function flood(options: FloodOptions): Promise<Flood> {
  const answers: Flood["answers"] = {};
  const faults: string[] = [];
  const names = Object.keys(verbs) as Verb[];
  await Promise.all(
    names.map(async (verb) => {
      const counts = (answers[verb] = {} as Record<string, number>);
      const report = await fc.check(
        fc.asyncProperty(messagesTo(verb, options), async (message) => {
          const outcome = await send(verb, message, options.secret);
          counts[outcome] = (counts[outcome] ?? 0) + 1;
        }),
        { seed: options.seed, numRuns: options.numRuns },
      );
      if (report.failed) faults.push(`${verb}: ${reportOf(report)}`);
    }),
  );
  return { answers, faults };
}

function reportOf({ errorInstance, counterexamplePath, counterexample }: fc.RunDetails<[unknown]>): string {
  let message: string;
  try {
    message = fc.stringify(counterexample?.[0]);
  } catch {
    message = "a message that cannot be written down";
  }
  return `${String(errorInstance)} (path ${counterexamplePath}, message ${message.slice(0, 2000)})`;
}

async function send(verb: Verb, message: unknown, secret: string): Promise<string> {
  const ask = (window.lab as unknown as Record<Verb, (message: unknown) => Promise<unknown>>)[verb];
  let sent: Promise<unknown>;
  try {
    sent = ask(message);
  } catch {
    // The bridge copies messages, and not everything can be copied.
    return "not sent";
  }
  const answer = await sent.catch((error: unknown) => {
    // Only errors that main itself throws come back like this.
    if (String(error).includes("Error invoking remote method")) throw error;
    return null;
  });
  if (answer === null) return "not sent";
  const { ok, failure } = answer as { ok: unknown; failure?: { code: string } };
  if (JSON.stringify(answer).includes(secret)) throw new Error("it has told what is in a file");
  if (ok === true) return "ok";
  const code = failure?.code ?? "";
  if (ok !== false || !isFailureCode(code) || code === "unexpected") {
    throw new Error(`answered ${JSON.stringify(answer).slice(0, 500)}`);
  }
  return code;
}

function messagesTo(verb: Verb, { ids, paths }: FloodOptions): fc.Arbitrary<unknown> {
  const strings = fc.oneof(
    fc.constantFrom(...ids),
    fc.constantFrom(...paths.flatMap(spellings)),
    hostileKeys,
  );
  const value = fc.oneof(
    { weight: 200, arbitrary: hostileJson },
    { weight: 100, arbitrary: strings },
    { weight: 50, arbitrary: unwritable },
    { weight: 1, arbitrary: fc.constantFrom(1e5, 1e6).map((length) => "x".repeat(length)) },
  );
  const list = fc.array(fc.constantFrom(...ids), { maxLength: 5 });
  return fc.oneof(
    { weight: 8, arbitrary: mutated(rightRequests[verb], fc.oneof(value, list)) },
    { weight: 1, arbitrary: value },
    { weight: 1, arbitrary: fc.dictionary(fc.oneof(hostileKeys, fc.constantFrom(...fieldsOf(verb))), value) },
  );
}

function fieldsOf(verb: Verb): string[] {
  return ["file", "path", ...Object.keys(verbs[verb].request.shape)];
}

function spellings(path: string): string[] {
  return [
    path,
    `file://${path}`,
    `file:0123456789abcdef/${path}`,
    `file:0123456789abcdef/../../../../..${path}`,
    `../../../../../../../..${path}`,
    `${path}\u0000.csv`,
    path.replaceAll("/", "\\"),
    encodeURIComponent(path),
  ];
}

/** A value that no document can hold. */
const unwritable: fc.Arbitrary<unknown> = fc
  .constantFrom<(() => unknown)[]>(
    () => undefined,
    () => NaN,
    () => -Infinity,
    () => 10n ** 30n,
    () => Symbol("x"),
    () => () => 1,
    () => new Date(NaN),
    () => /x/g,
    () => new Map([["runIds", ["x"]]]),
    () => new Set(["x"]),
    () => new Uint8Array(1000),
    () => new Float64Array(8).fill(NaN),
    () => new DataView(new ArrayBuffer(8)),
    () => new Array<unknown>(1000),
    () => new Error("x"),
    () => Promise.reject(new Error("x")).catch(() => 1),
    () => document.body,
    () => window,
    () => new File(["secret"], "/etc/passwd"),
    () => Object.create(null) as unknown,
    () => Object.assign(Object.create({ experimentId: "x" }) as object, { own: 1 }),
    () => new Proxy({}, { get: () => "x", ownKeys: () => ["x"] }),
    () => ({ toJSON: () => "x", toString: () => "x", then: 1 }),
    () => ({
      get experimentId() {
        throw new Error("x");
      },
    }),
    () => {
      const cyclic: { self?: unknown } = {};
      cyclic.self = cyclic;
      return cyclic;
    },
    () => Array.from({ length: 900 }).reduce<unknown>((inner) => ({ inner }), 1),
    () => Array.from({ length: 5000 }).reduce<unknown>((inner) => [inner], 1),
    () => Array.from({ length: 20_000 }, (_, index) => index),
  )
  .map((make) => make());
