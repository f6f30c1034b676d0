import { Format, MultiBar, type SingleBar } from "cli-progress";
import { epochsOf, type ProgressView, type RunState, stateText } from "./progress";
import { runName, timeText } from "./text";

/** The texts of one bar: a name before it and words after it. A bar without a name is hidden. */
interface Words {
  readonly name: string;
  readonly words: string;
}

/** Milliseconds between two drawings. */
const pace = 100;

const clearToEnd = "\u001B[K";
/** Returns a new object each time: a bar keeps the object that it gets, and writes into it. */
const nothing = (): Words => ({ name: "", words: "" });

/** A bar for each of `slots` runs at a time, and one for all runs together. */
export function barView(output: NodeJS.WritableStream, slots: number): ProgressView {
  const begun = performance.now();
  const bars = new MultiBar({
    stream: output,
    format: (options, { progress }, { name, words }: Words) =>
      name === "" ? "" : `${name} [${Format.BarFormat(progress, options)}] ${words}`,
    barsize: 24,
    clearOnComplete: true,
    hideCursor: true,
    // The lab itself handles Ctrl-C.
    gracefulExit: false,
  });
  const all = bars.create(1, 0, nothing());
  /** Number of epochs done before. */
  let before: number | null = null;
  const runBars = Array.from({ length: slots }, () => bars.create(1, 0, nothing()));
  let width: number | null = null;
  let drawn = -Infinity;
  let last: readonly RunState[] = [];
  const draw = (states: readonly RunState[]) => {
    drawn = performance.now();
    const running = states.filter(({ run }) => run.status === "running");
    width ??= states.reduce((longest, { run }) => Math.max(longest, runName(run).length), 0);
    for (const [slot, bar] of runBars.entries()) showRun(bar, running[slot], width);
    before ??= epochsDone(states);
    showAll(all, states, width, { seconds: (drawn - begun) / 1000, before });
  };
  return {
    show(states) {
      last = states;
      // Each look is at all runs, of which there may be 100,000.
      if (performance.now() - drawn >= pace) draw(states);
    },
    say: (line) => bars.log(`${line}${clearToEnd}\n`),
    close() {
      draw(last);
      bars.update();
      bars.stop();
    },
  };
}

function showRun(bar: SingleBar, state: RunState | undefined, width: number): void {
  if (!state) return bar.update(0, nothing());
  bar.setTotal(state.run.epochs);
  bar.update(epochsOf(state), { name: runName(state.run).padEnd(width), words: stateText(state) });
}

interface Pace {
  readonly seconds: number;
  /** Number of epochs done when these seconds began. */
  readonly before: number;
}

function showAll(
  bar: SingleBar,
  states: readonly RunState[],
  width: number,
  { seconds, before }: Pace,
): void {
  let [ended, total, done, toCome] = [0, 0, 0, 0];
  for (const state of states) {
    const behind = epochsOf(state);
    total += state.run.epochs;
    done += behind;
    if (state.run.ended === null) toCome += state.run.epochs - behind;
    else ended++;
  }
  const left = done > before ? `, ${timeText((seconds * toCome) / (done - before))} left` : "";
  bar.setTotal(total);
  bar.update(done, { name: "all".padEnd(width), words: `${ended} of ${states.length} runs${left}` });
}

function epochsDone(states: readonly RunState[]): number {
  return states.reduce((sum, state) => sum + epochsOf(state), 0);
}
