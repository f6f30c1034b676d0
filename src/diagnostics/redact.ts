import { homedir, hostname, tmpdir, userInfo } from "node:os";
import { type Failure, type FailureParameters, sayFailure } from "../messages/failure";

/**
 * Parameters of failures that come from the program or the system. All others may hold a person's own words or data.
 */
const impersonal = ["detail", "signal", "backend", "verb"];

/**
 * The most characters of one parameter: a page may send any length, and the important part of a system's message
 * comes first.
 */
const mostSaid = 300;
/** The most problems of a document that are noted. */
const mostFaults = 5;

/** The failure in English, without the person's paths, names and values. */
export function sayImpersonally({ code, parameters, faults }: Failure): string {
  const told = faults?.slice(0, mostFaults).map((fault) => ({
    code: fault.code,
    parameters: withoutValues(fault.parameters),
    // A place may hold a name that the person made up.
    path: "…",
  }));
  const shown = { code, parameters: withoutValues(parameters), ...(told && { faults: told }) };
  return redacted(sayFailure(shown));
}

function withoutValues(parameters: FailureParameters): FailureParameters {
  const kept = Object.entries(parameters).map(([name, value]) => {
    if (typeof value === "number") return [name, value];
    return [name, impersonal.includes(name) ? value.slice(0, mostSaid) : "…"];
  });
  return Object.fromEntries(kept) as FailureParameters;
}

/**
 * Removes paths, file names, and the names of the person and the machine from a text; when in doubt, it removes more.
 */
export function redacted(text: string): string {
  const folders = [homedir(), tmpdir(), process.cwd()].filter((folder) => folder.length > 1);
  for (const folder of folders) text = text.replaceAll(folder, "/…/");
  return (
    text
      .replace(/(["'`])(?:[a-z]:|file:)?[\\/][^"'`\n]*\1/gi, "<path>")
      // Names may hold spaces, so everything up to the line's last slash counts as one path.
      .replace(/(?:\b[a-z]:[\\/]|\bfile:|\\\\|(?<![\w>])\/)(?:[^\n]*[\\/])?[^\s"'`)\],;]*/gi, "<path>")
      .replace(/[^\s"'`(]*[\\/][^\s"'`)\],;]*/g, "<path>")
      .replace(/[^\s"'`(]+\.(?:csv|tsv|txt|json|gz|idx|sqlite|safetensors|html|png|svg)\b/gi, "<file>")
      .replace(personalNames(), "<name>")
  );
}

/** Whole words only: a person's name may be "a". */
function personalNames(): RegExp {
  const names = [hostname(), hostname().split(".")[0]!, userName()].filter((name) => name.length > 0);
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return escaped.length === 0
    ? /(?!)/
    : new RegExp(`(?<![\\p{L}\\p{N}_])(?:${escaped.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // This user number has no name on this system.
    return "";
  }
}
