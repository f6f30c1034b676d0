import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { Redis } from "ioredis";

/** For tests and measurements only: a Redis of their own, with a password and on a private port. */

export interface TestRedis {
  readonly url: string;
  readonly pid: number;
  /** Ends it without a word, as a power cut of the program does. */
  kill(): Promise<void>;
  /** Again, with what it had written. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const password = "for-tests-only";

/** @throws if redis-server is not installed: such a test must not pass */
export async function openTestRedis(parameters: readonly string[] = []): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), "lab-redis-"));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const start = async () => {
    const own = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--requirepass", password];
    child = spawn("redis-server", [...own, "--appendonly", "yes", "--save", "", ...parameters], {
      stdio: "ignore",
    });
    child.on("error", () => undefined);
    const started = child;
    if (!(await answers(port, () => started.exitCode === null && started.pid !== undefined))) {
      throw new Error("redis-server did not start: install Redis (apt-get install redis-server).");
    }
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    get pid() {
      return child!.pid!;
    },
    kill,
    start,
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number, lives: () => boolean): Promise<boolean> {
  while (lives()) {
    const redis = new Redis({ port, password, lazyConnect: true, retryStrategy: () => null });
    redis.on("error", () => undefined);
    try {
      await redis.connect();
      await redis.ping();
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      redis.disconnect();
    }
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
