import { homedir, hostname, tmpdir, userInfo } from "node:os";
import type { Failure } from "../experiment/result";
import { sayFailure } from "../messages/failure";

/** Parameters of failures that come from the program or the system. All others may be a person's own words or data. */
const impersonal = ["detail", "signal", "backend", "verb"];

/** Characters of one parameter: a page may send a text of any length, and a system's own begins with what matters. */
const mostSaid = 300;

/** What happened in English, without a place, a name or a value of the person's. */
export function sayImpersonally({ code, parameters }: Failure): string {
  const kept = Object.entries(parameters).map(([name, value]) => {
    if (typeof value === "number") return [name, value];
    return [name, impersonal.includes(name) ? value.slice(0, mostSaid) : "…"];
  });
  return scrubbed(sayFailure({ code, parameters: Object.fromEntries(kept) as Failure["parameters"] }));
}

/** A text without paths, names of files, and the names of the person and the machine. Rather too little is left than too much. */
export function scrubbed(text: string): string {
  const folders = [homedir(), tmpdir(), process.cwd()].filter((folder) => folder.length > 1);
  for (const folder of folders) text = text.replaceAll(folder, "/…/");
  return (
    text
      .replace(/(["'`])(?:[a-z]:|file:)?[\\/][^"'`\n]*\1/gi, "<path>")
      // Names may hold spaces, so all up to the last slash of the line is taken for one path.
      .replace(/(?:\b[a-z]:[\\/]|\bfile:|\\\\|(?<![\w>])\/)(?:[^\n]*[\\/])?[^\s"'`)\],;]*/gi, "<path>")
      .replace(/[^\s"'`(]*[\\/][^\s"'`)\],;]*/g, "<path>")
      .replace(/[^\s"'`(]+\.(?:csv|tsv|txt|json|gz|idx|sqlite|safetensors|html|png|svg)\b/gi, "<file>")
      .replace(personalNames(), "<name>")
  );
}

/** Whole words only: a person may be called "a". */
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
    // A number without an entry among the users: it has no name to be told.
    return "";
  }
}
