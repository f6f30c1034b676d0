import { type ChildProcess, execFileSync, spawn } from "node:child_process";
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
  /** As a lab's own user, over TLS; only where that was asked for. */
  readonly secure: { readonly url: string; readonly ca: string };
  readonly pid: number;
  /** Ends it without a word, as a power cut of the program does. */
  kill(): Promise<void>;
  /** Again, with what it had written. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const password = "for-tests-only";

/** What docs/distributed.md tells people to write. */
export const labUser =
  "on >for-labs-only ~dropout-lab:* &dropout-lab:* +@all -@admin -@dangerous +info +keys";

/**
 * @param isSecure whether it also listens with TLS (needs openssl)
 * @throws if redis-server is not installed: such a test must not pass
 */
export async function openTestRedis(isSecure = false): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), "lab-redis-"));
  const port = await freePort();
  const tlsPort = await freePort();
  const parameters = isSecure ? secured(folder, tlsPort) : [];
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
    secure: { url: `rediss://lab:for-labs-only@127.0.0.1:${tlsPort}`, ca: join(folder, "cert.pem") },
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

function secured(folder: string, port: number): string[] {
  const { cert, key } = selfSigned(folder);
  const files = ["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert];
  const tls = ["--tls-port", String(port), ...files, "--tls-auth-clients", "no"];
  return [...tls, "--user", "lab", ...labUser.split(" ")];
}

/** A certificate for this machine that no authority has signed, and its key (needs openssl). */
export function selfSigned(folder: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", key, "-out", cert];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...files],
    { stdio: "ignore" },
  );
  return { cert, key };
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
