import { readFileSync } from "node:fs";
import { Redis } from "ioredis";
import { LabError } from "../messages/failure";

export interface QueueAddress {
  /** redis://user@host:6379/0, or rediss:// for TLS. */
  readonly url: string;
  /** The file with the certificate authority of a private TLS, in PEM. */
  readonly ca?: string | undefined;
}

/** Milliseconds: a queue that was away is found again so soon at the latest. */
const mostWaitMs = 2000;

/** Milliseconds that the first connection may take. */
const firstMs = 10_000;

/** The password, where it shall not stand in the command line, which others on the machine can read. */
const passwordVariable = "DROPOUT_LAB_QUEUE_PASSWORD";

/**
 * A connection that comes back by itself, however long the server is away; commands wait meanwhile.
 * @param say told when the connection is lost, and when it is there again
 * @throws LabError `queueAddress`, `queueCertificate`, `queueNotReached` if the first try fails
 */
export async function openRedis(
  { url, ca }: QueueAddress,
  say: (connected: boolean) => void = () => undefined,
): Promise<Redis> {
  if (!/^rediss?:\/\/./.test(url)) throw new LabError("queueAddress");
  const password = process.env[passwordVariable];
  const redis = new Redis(url, {
    lazyConnect: true,
    // BullMQ asks for it, and so commands wait for a server that comes back.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(mostWaitMs, 50 * times),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { tls: { ca: certificateIn(ca) } }),
  });
  let last = "";
  redis.on("error", (error) => (last = error.message || String((error as NodeJS.ErrnoException).code)));
  await ready(redis, () => last);
  redis.on("close", () => say(false)).on("ready", () => say(true));
  return redis;
}

/** Another connection to the same place, for what blocks or listens. */
export function anotherOf(redis: Redis): Redis {
  const other = redis.duplicate({ lazyConnect: false });
  // The first connection tells of it.
  other.on("error", () => undefined);
  return other;
}

async function ready(redis: Redis, reason: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), firstMs);
  });
  try {
    await Promise.race([redis.connect().then(() => redis.ping()), late]);
  } catch (error) {
    redis.disconnect();
    // What ioredis throws says only that the connection is closed; what it told before says why.
    const detail = /closed/i.test((error as Error).message) ? reason() || "closed" : (error as Error).message;
    throw new LabError("queueNotReached", { detail }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** @throws LabError `queueCertificate` */
function certificateIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new LabError("queueCertificate", { file, detail }, { cause: error });
  }
}
