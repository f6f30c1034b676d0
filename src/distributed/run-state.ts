import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { countersKey, numberKey, runKey, wishChannel, wordsKey } from "./names";

/**
 * Where a run stands between its lab and its workers, changed only by these scripts, each of which Redis carries out as
 * one. A run has an attempt, which its lab began, and a fence, which its worker got with the delivery. Both are taken from
 * one counter that never gives a number twice, also if the server lost everything: it is the time in ms at least.
 *
 * Whoever tells something names attempt and fence. After a later delivery, after the end, and after the lab gave the run
 * up, it is not taken but counted.
 */

/** Everything here is forgotten if nobody touches it for so long, in ms. */
const keptMs = 30 * 24 * 3600 * 1000;

/** Batches of words of an experiment that may wait for a lab that is away; then its workers wait as well. */
export const mostWaiting = 100_000;

const nextNumber = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local number = math.max(now, tonumber(redis.call('GET', KEYS[2]) or '0') + 1)
  redis.call('SET', KEYS[2], string.format('%.0f', number))`;

const beginScript = `
  local attempt = redis.call('HGET', KEYS[1], 'attempt')
  if attempt then return {attempt, 0} end
  ${nextNumber}
  redis.call('HSET', KEYS[1], 'attempt', string.format('%.0f', number))
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  return {string.format('%.0f', number), 1}`;

const takeScript = `
  local state = redis.call('HMGET', KEYS[1], 'attempt', 'ended', 'epoch', 'wish', 'fence')
  if state[1] ~= ARGV[1] or state[2] then
    redis.call('HINCRBY', KEYS[3], 'dropped', 1)
    return false
  end
  if state[5] then redis.call('HINCRBY', KEYS[3], 'redelivered', 1) end
  ${nextNumber}
  redis.call('HSET', KEYS[1], 'fence', string.format('%.0f', number), 'batch', 0)
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return {string.format('%.0f', number), state[3] or '0', state[4] or '', state[5] and 1 or 0}`;

const releaseScript = `
  local state = redis.call('HMGET', KEYS[1], 'attempt', 'fence')
  if state[1] == ARGV[1] and state[2] == ARGV[2] then redis.call('HDEL', KEYS[1], 'fence') end
  return 1`;

/** The number of the batch makes it harmless to send again what was perhaps received. */
const tellScript = `
  local state = redis.call('HMGET', KEYS[1], 'attempt', 'fence', 'ended', 'batch')
  if state[1] == ARGV[1] and state[2] == ARGV[2] and tonumber(state[4]) >= tonumber(ARGV[3]) then return 1 end
  if state[1] ~= ARGV[1] or state[2] ~= ARGV[2] or state[3] then
    redis.call('HINCRBY', KEYS[3], 'dropped', 1)
    return -1
  end
  if redis.call('XLEN', KEYS[2]) >= tonumber(ARGV[7]) then return 0 end
  redis.call('XADD', KEYS[2], '*', 'run', ARGV[4], 'attempt', ARGV[1], 'words', ARGV[8])
  redis.call('HSET', KEYS[1], 'batch', ARGV[3])
  if ARGV[5] ~= '' then redis.call('HSET', KEYS[1], 'epoch', ARGV[5]) end
  if ARGV[6] ~= '' then redis.call('HSET', KEYS[1], 'ended', ARGV[6]) end
  redis.call('PEXPIRE', KEYS[1], ARGV[9])
  redis.call('PEXPIRE', KEYS[2], ARGV[9])
  return 1`;

const wishScript = `
  if redis.call('HGET', KEYS[1], 'attempt') ~= ARGV[1] then return 0 end
  redis.call('HSET', KEYS[1], 'wish', ARGV[2])
  redis.call('PUBLISH', ARGV[3], ARGV[2])
  return 1`;

const forgetScript = `
  if redis.call('HGET', KEYS[1], 'attempt') ~= ARGV[1] then return 0 end
  redis.call('DEL', KEYS[1])
  redis.call('PUBLISH', ARGV[2], 'kill')
  return 1`;

export type Wish = "" | "pause" | "cancel";

/** What the lab knows of an attempt that it began. */
export interface Attempt {
  readonly runId: string;
  readonly number: string;
}

/** A delivery of an attempt to a worker. */
export interface Delivery extends Attempt {
  readonly fence: string;
}

/** Begins a run, or finds the attempt that was begun before and whose end nobody has read. */
export async function beginRun(redis: Redis, runId: string): Promise<Attempt & { readonly isNew: boolean }> {
  const [number, isNew] = (await call(redis, beginScript, [runKey(runId), numberKey], [keptMs])) as [
    string,
    number,
  ];
  return { runId, number, isNew: isNew === 1 };
}

/** What is known of a run that a worker takes. */
export interface Taken extends Delivery {
  /** Whose records were told before. */
  readonly epoch: number;
  readonly wish: Wish;
  /** Whether another worker had it. */
  readonly again: boolean;
}

/** @returns null if there is nothing to do any more */
export async function takeRun(redis: Redis, { runId, number }: Attempt): Promise<Taken | null> {
  const keys = [runKey(runId), numberKey, countersKey];
  const taken = (await call(redis, takeScript, keys, [number, keptMs])) as
    [string, string, Wish, number] | null;
  if (taken === null) return null;
  const [fence, epoch, wish, again] = taken;
  return { runId, number, fence, epoch: Number(epoch), wish, again: again === 1 };
}

/** Gives a run back whose worker cannot train it: whoever takes it next takes it from nobody that was lost. */
export async function releaseRun(redis: Redis, { runId, number, fence }: Delivery): Promise<void> {
  await call(redis, releaseScript, [runKey(runId)], [number, fence]);
}

export interface Batch {
  readonly number: number;
  readonly bytes: Uint8Array;
  /** The last one whose record it has. */
  readonly epoch: number | null;
  /** The last word of the run, if it has one. */
  readonly end: string | null;
}

/** `lost`: somebody else has the run, or nobody wants it. `full`: too much waits for its lab. */
export type Told = "taken" | "lost" | "full";

export async function tell(
  redis: Redis,
  experimentId: string,
  { runId, number, fence }: Delivery,
  batch: Batch,
  most = mostWaiting,
): Promise<Told> {
  const keys = [runKey(runId), wordsKey(experimentId), countersKey];
  const { epoch, end } = batch;
  const parameters = [number, fence, batch.number, runId, epoch ?? "", end ?? "", most];
  const told = await call(redis, tellScript, keys, [...parameters, Buffer.from(batch.bytes), keptMs]);
  return told === 1 ? "taken" : told === 0 ? "full" : "lost";
}

export async function wishFor(redis: Redis, { runId, number }: Attempt, wish: Wish): Promise<void> {
  await call(redis, wishScript, [runKey(runId)], [number, wish, wishChannel(runId)]);
}

/** Its end is kept, or nobody wants it any more: who still trains it, stops. */
export async function forgetRun(redis: Redis, { runId, number }: Attempt): Promise<void> {
  await call(redis, forgetScript, [runKey(runId)], [number, wishChannel(runId)]);
}

/** Whether a delivery still counts, and what is wished of it. @returns null if it does not */
export async function wishOf(redis: Redis, { runId, number, fence }: Delivery): Promise<Wish | null> {
  const [attempt, last, wish] = await redis.hmget(runKey(runId), "attempt", "fence", "wish");
  return attempt === number && last === fence ? ((wish ?? "") as Wish) : null;
}

const digests = new Map<string, string>();

/** By the script's hash, so that its text travels once. */
async function call(
  redis: Redis,
  script: string,
  keys: readonly string[],
  parameters: readonly (string | number | Buffer)[],
): Promise<unknown> {
  const digest = digests.get(script) ?? createHash("sha1").update(script).digest("hex");
  digests.set(script, digest);
  try {
    return await redis.evalsha(digest, keys.length, ...keys, ...parameters);
  } catch (error) {
    if (!(error as Error).message.startsWith("NOSCRIPT")) throw error;
    return redis.eval(script, keys.length, ...keys, ...parameters);
  }
}
