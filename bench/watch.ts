import { readdirSync, readFileSync } from "node:fs";

/** What a piece of work took in the processes below this one. */
export interface Cost {
  readonly seconds: number;
  /** Seconds of processor time, of all processors. */
  readonly processor: number;
  /** The most memory that all of them took together. */
  readonly megabytes: number;
}

/** The kernel counts processor time in hundredths of a second. */
const ticks = 100;

/** Looks at the processes below this one until it is asked (Linux). */
export function watchChildren(): () => Omit<Cost, "seconds"> {
  const times = new Map<number, number>();
  let most = 0;
  const look = (): void => {
    let sum = 0;
    for (const pid of childrenOf(process.pid)) {
      try {
        const status = readFileSync(`/proc/${pid}/status`, "utf8");
        sum += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000;
        // Behind the name, which may hold anything, the 12th and 13th fields.
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ");
        times.set(pid, (Number(fields[11]) + Number(fields[12])) / ticks);
      } catch {
        // The process has just ended.
      }
    }
    most = Math.max(most, sum);
  };
  const timer = setInterval(look, 20);
  return () => {
    look();
    clearInterval(timer);
    const processor = [...times.values()].reduce((all, time) => all + time, 0);
    return { processor, megabytes: Math.round(most) };
  };
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) => {
      const own = readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean);
      return own.flatMap((child) => [Number(child), ...childrenOf(Number(child))]);
    });
  } catch {
    return [];
  }
}

/** Of each figure the middle one. */
export function medianCost(costs: readonly Cost[]): Cost {
  const middle = (figure: keyof Cost): number =>
    costs.map((cost) => cost[figure]).sort((one, other) => one - other)[costs.length >> 1]!;
  return { seconds: middle("seconds"), processor: middle("processor"), megabytes: middle("megabytes") };
}
