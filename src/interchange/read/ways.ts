import { after, type Flow, meeting, type Shortcut, stepsOf } from "./python/values";
import { shortcutAmong } from "./python/shortcut";
import type { Teller } from "./teller";

/** The sum of two ways from one value: a residual block; told if it is none. */
export function sumOfWays(one: Flow, other: Flow, teller: Teller): Flow {
  const start = meeting(one, other);
  const [projection, body] = shortcutAmong(stepsOf(one, start), stepsOf(other, start));
  if (!start || body.length === 0) {
    teller.tell("readBranch");
    return one;
  }
  const shortcut: Shortcut = { kind: "shortcut", body, projection, line: 0 };
  return after(start, shortcut);
}
