import { createInterface } from "node:readline";

/** Rows of the random data that every contender trains on, and steps in one turn. */
export const rows = 8192;
export const steps = 256;
export const features = 300;
export const classes = 10;

/** Answers each line, a batch size, with the milliseconds per step of one turn. */
export async function takeTurns(train: (batchSize: number) => Promise<void>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const started = performance.now();
    await train(Number(line));
    console.log((performance.now() - started) / steps);
  }
}
