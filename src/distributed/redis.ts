import { setTimeout as wait } from "node:timers/promises";
import { Redis, type RedisOptions } from "ioredis";
import { LabError } from "../messages/failure";

export interface QueueAddress {
  /** redis://user@host:6379/0, or rediss:// for TLS. */
  readonly url: string;
  /** The certificate authority of a private TLS, in PEM. */
  readonly ca?: string | undefined;
}

/** Milliseconds: a queue that was away is found again so soon at the latest. */
const mostWaitMs = 2000;

/** Milliseconds that one try to connect may take at first, and for which it is tried: a server may just be starting again. */
const firstMs = 10_000;
const tryMs = 5_000;

/** What another try would meet again: a wrong password, name or certificate. */
const lasting = /WRONGPASS|NOAUTH|NOPERM|AUTH|certificate|self.signed|ENOTFOUND|EAI_AGAIN/i;

/** The password, where it shall not stand in the command line, which others on the machine can read. */
const passwordVariable = "DROPOUT_LAB_QUEUE_PASSWORD";

/**
 * A connection that comes back by itself, however long the server is away; commands wait meanwhile.
 * @param say told when the connection is lost, and when it is there again
 * @throws LabError `queueAddress`, `queueNotReached` if the first try fails
 */
export async function openRedis(
  { url, ca }: QueueAddress,
  say: (connected: boolean) => void = () => undefined,
): Promise<Redis> {
  if (!/^rediss?:\/\/./.test(url)) throw new LabError("queueAddress");
  const password = process.env[passwordVariable];
  const options: RedisOptions = {
    lazyConnect: true,
    // BullMQ asks for it, and so commands wait for a server that comes back.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(mostWaitMs, 50 * times),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && url.startsWith("rediss:") && { tls: { ca } }),
  };
  for (const begun = performance.now(); ; await wait(200)) {
    const redis = new Redis(url, options);
    const failure = await connect(redis);
    if (failure === null) return redis.on("close", () => say(false)).on("ready", () => say(true));
    redis.disconnect();
    if (lasting.test(failure) || performance.now() - begun > tryMs) {
      throw new LabError("queueNotReached", { detail: failure });
    }
  }
}

/** A connection, and whether it is there now. */
export interface Connection {
  readonly redis: Redis;
  readonly isThere: boolean;
  /** Nothing is told any more. */
  close(): void;
}

/** Like `openRedis`. @param tell each time it is lost, and each time it is there again. @throws LabError as `openRedis` does */
export async function openConnection(
  address: QueueAddress,
  tell: (news: { readonly type: "away" | "back" }) => void,
): Promise<Connection> {
  let isThere = true;
  let closed = false;
  const redis = await openRedis(address, (is) => {
    if (is === isThere || closed) return;
    isThere = is;
    tell({ type: is ? "back" : "away" });
  });
  return {
    redis,
    get isThere() {
      return isThere;
    },
    close() {
      closed = true;
      redis.disconnect();
    },
  };
}

/** Another connection to the same place, for what blocks or listens. */
export function anotherOf(redis: Redis): Redis {
  const other = redis.duplicate({ lazyConnect: false });
  // The first connection tells of it.
  other.on("error", () => undefined);
  return other;
}

/** @returns why there is no connection, or null */
async function connect(redis: Redis): Promise<string | null> {
  let reason = "";
  redis.on("error", (error) => (reason = error.message || String((error as NodeJS.ErrnoException).code)));
  const late = new AbortController();
  try {
    const answered = redis.connect().then(() => redis.ping());
    const silent = wait(firstMs, null, { signal: late.signal });
    silent.catch(() => undefined);
    return (await Promise.race([answered, silent])) === null ? "no answer" : null;
  } catch (error) {
    // What ioredis throws says only that the connection is closed; what it told before says why.
    const { message } = error as Error;
    return /closed/i.test(message) ? reason || "closed" : message;
  } finally {
    late.abort();
  }
}
