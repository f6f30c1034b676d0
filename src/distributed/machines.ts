import type { Redis } from "ioredis";
import { type Machine, type Machines, machineSchema } from "../contract/machines";
import { countersKey, machineKey, machinesKey, versionsKey } from "./names";

/** Milliseconds between two signs of life, and after which a silent machine is gone. */
export const beatMs = 3000;
const goneMs = 15_000;

/** Says that a machine is there. */
export async function showMachine(redis: Redis, machine: Machine): Promise<void> {
  await redis
    .multi()
    .set(machineKey(machine.id), JSON.stringify(machine), "PX", goneMs)
    .zadd(machinesKey, Date.now() + goneMs, machine.id)
    .exec();
}

export async function removeMachine(redis: Redis, id: string): Promise<void> {
  await redis.multi().del(machineKey(id)).zrem(machinesKey, id).exec();
}

/** The machines that are there, by host. */
export async function machinesAt(redis: Redis): Promise<Machine[]> {
  // Whether a key is still there is decided by the server's clock alone.
  const ids = await redis.zrange(machinesKey, 0, -1);
  if (ids.length === 0) return [];
  const texts = await redis.mget(ids.map(machineKey));
  const gone = ids.filter((_, index) => texts[index] === null);
  if (gone.length > 0) await redis.zrem(machinesKey, ...gone);
  return texts.flatMap(machineIn).sort((one, other) => (one.host + one.id < other.host + other.id ? -1 : 1));
}

export async function countersAt(redis: Redis): Promise<Omit<NonNullable<Machines["queue"]>, "connected">> {
  const [redelivered, dropped] = await redis.hmget(countersKey, "redelivered", "dropped");
  return { redelivered: Number(redelivered ?? 0), dropped: Number(dropped ?? 0) };
}

/** Says that a lab of this version has runs here. */
export async function showVersion(redis: Redis, version: string): Promise<void> {
  await redis.zadd(versionsKey, Date.now() + goneMs, version);
}

/** The versions of the labs that have runs here, but this one. */
export async function otherVersions(redis: Redis, own: string): Promise<string[]> {
  await redis.zremrangebyscore(versionsKey, "-inf", Date.now() - 24 * 3600 * 1000);
  const versions = await redis.zrangebyscore(versionsKey, Date.now(), "+inf");
  return versions.filter((version) => version !== own);
}

/** One that this version cannot read is no machine for its runs. */
function machineIn(text: string | null): Machine[] {
  try {
    return [machineSchema.parse(JSON.parse(text ?? ""))];
  } catch {
    return [];
  }
}
