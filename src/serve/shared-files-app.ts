import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { checkpointPointerSchema, expectHash } from "../artifacts/shared-files";
import type { SharedFolder } from "../artifacts/shared-folder";
import { failureOf, LabError } from "../messages/failure";
import type { WorkerTokens } from "./worker-tokens";

export interface SharedFilesParts {
  readonly tokens: WorkerTokens;
  readonly folder: SharedFolder;
  /** Of all shared files. */
  readonly mostGigabytes: number;
  /** A machine that neither sends nor takes anything for this time is cut off. */
  readonly idleMs: number;
}

interface Environment {
  readonly Bindings: HttpBindings;
  readonly Variables: { readonly worker: string; readonly sender: string };
}
type Asked = Context<Environment>;

/** Of one token at the same time: a machine has as many runs as cores, and each one file under way. */
const mostUnderWay = 256;
/** Headers that browsers send, and no worker. */
const ofBrowsers = ["origin", "cookie", "sec-fetch-site"] as const;
const mostJsonBytes = 1000;

const beginSchema = z.strictObject({ size: z.int().min(0) });

/** How far a machine has come with a file; what it sends begins there. */
export const offsetHeader = "Upload-Offset";

/**
 * `/files`: what machines share, for whoever has a worker's token. Browsers have no business here: no cookie opens it, and a
 * request with an `Origin` is refused.
 */
export function sharedFilesApp({
  tokens,
  folder,
  mostGigabytes,
  idleMs,
}: SharedFilesParts): Hono<Environment> {
  const app = new Hono<Environment>();
  const underWay = new Map<string, number>();
  const written = new Set<string>();
  const space = new Space(folder, mostGigabytes);

  const small = bodyLimit({
    maxSize: mostJsonBytes,
    onError: (context) => refuse(context, new LabError("sharedFileName", { name: "" })),
  });
  app.onError((error, context) => refuse(context, error));

  app.use(async (context, next) => {
    if (ofBrowsers.some((name) => context.req.header(name) !== undefined)) {
      return refuse(context, new LabError("sharedFilesRefused"), 403);
    }
    const [, token = ""] = /^Bearer (\S{1,200})$/.exec(context.req.header("authorization") ?? "") ?? [];
    const worker = tokens.nameOf(token);
    if (worker === null) return refuse(context, new LabError("sharedFilesRefused"), 401);
    const count = underWay.get(worker) ?? 0;
    if (count >= mostUnderWay) return context.body(null, 429);
    underWay.set(worker, count + 1);
    // The request's body and its answer, and the pause between them: no byte for this time ends the connection.
    context.env.incoming.socket.setTimeout(idleMs);
    context.env.outgoing.once("close", () => underWay.set(worker, (underWay.get(worker) ?? 1) - 1));
    context.set("worker", worker);
    context.set("sender", createHash("sha256").update(worker).digest("hex").slice(0, 16));
    return next();
  });

  app.get("/runs/:run", async (context) =>
    context.json({ ok: true, checkpoint: await folder.newest(context.req.param("run")) }),
  );
  app.put("/runs/:run/:fence", small, async (context) => {
    const { run, fence } = context.req.param();
    if (!/^\d{1,15}$/.test(fence)) throw new LabError("sharedFileName", { name: fence.slice(0, 100) });
    const checkpoint = checkpointPointerSchema.safeParse(await context.req.json().catch(() => null));
    if (!checkpoint.success) throw new LabError("sharedFileName", { name: run.slice(0, 100) });
    return context.json({ ok: true, counts: await folder.point(run, Number(fence), checkpoint.data) });
  });
  app.delete("/runs/:run", async (context) => {
    await folder.forget(context.req.param("run"));
    return context.json({ ok: true });
  });

  app.get("/:hash", async (context) => {
    const hash = context.req.param("hash");
    const size = await folder.sizeOf(hash);
    if (context.req.method === "HEAD") {
      return context.body(null, size !== null && (await folder.renew(hash)) ? 200 : 404);
    }
    if (size === null) throw new LabError("sharedFileMissing", { name: hash.slice(0, 16) });
    return answered(context, folder, hash, size);
  });

  // Before a machine sends a file: whether it is there, where to begin, and whether there is room.
  app.post("/:hash", small, async (context) => {
    const hash = context.req.param("hash");
    const asked = beginSchema.safeParse(await context.req.json().catch(() => null));
    if (!asked.success) throw new LabError("sharedFileName", { name: hash.slice(0, 100) });
    const { size } = asked.data;
    const isThere = await folder.renew(hash, size);
    const offset = isThere ? size : await folder.begun(hash, context.var.sender);
    await space.expect(size - offset);
    return context.json({ ok: true, isThere, offset });
  });

  app.put("/:hash", async (context) => {
    const hash = expectHash(context.req.param("hash"));
    const { sender } = context.var;
    const begun = await folder.begun(hash, sender);
    const offset = Number(context.req.header(offsetHeader) ?? 0);
    const key = `${sender} ${hash}`;
    // Another run of the same machine sends it, or the rest of a connection that broke is still being written.
    if (offset !== begun || written.has(key)) return context.body(null, 409);
    written.add(key);
    try {
      await space.expect(Number(context.req.header("content-length") ?? 0));
      const content = space.measured(context.env.incoming);
      if (await folder.takeFurther(hash, sender, begun, content)) return context.json({ ok: true });
      throw new LabError("sharedFileDamaged", { name: hash.slice(0, 16) });
    } catch (error) {
      // What came of it would take the room of others.
      if (failureOf(error).code === "sharedFilesFull") await folder.dropBegun(hash, sender);
      throw error;
    } finally {
      written.delete(key);
    }
  });

  app.delete("/:hash", async (context) => {
    await folder.remove(context.req.param("hash"));
    return context.json({ ok: true });
  });
  app.all("*", (context) => context.body(null, 404));
  return app;
}

/** The file, or its rest from the byte that a machine asks for. */
function answered(context: Asked, folder: SharedFolder, hash: string, size: number): Response {
  const [, asked = "0"] = /^bytes=(\d{1,15})-$/.exec(context.req.header("range") ?? "") ?? [];
  const start = Number(asked);
  if (start > 0 && start >= size) return context.body(null, 416, { "Content-Range": `bytes */${size}` });
  const content = Readable.from(start === 0 ? checking(folder, hash) : folder.read(hash, start));
  return context.body(Readable.toWeb(content) as never, start === 0 ? 200 : 206, {
    "Content-Type": "application/octet-stream",
    "Content-Length": String(size - start),
    "Accept-Ranges": "bytes",
    "Cache-Control": "no-store",
    ...(start > 0 && { "Content-Range": `bytes ${start}-${size - 1}/${size}` }),
  });
}

/** Whoever fetches it checks it too; here a file that is no longer what it was goes away, so that it can come again. */
async function* checking(folder: SharedFolder, hash: string): AsyncIterable<Uint8Array> {
  const digest = createHash("sha256");
  // Held back until all is checked: whoever has the whole file may ask at once whether it is there.
  let last: Uint8Array | null = null;
  for await (const part of folder.read(hash, 0)) {
    digest.update(part);
    if (last) yield last;
    last = part;
  }
  if (digest.digest("hex") !== hash) await folder.removeIfDamaged(hash);
  if (last) yield last;
}

/** How much machines may still send. */
class Space {
  private left: number | null = null;

  constructor(
    private readonly folder: SharedFolder,
    private readonly mostGigabytes: number,
  ) {}

  /** @throws LabError `sharedFilesFull` if there is no room for so many bytes */
  async expect(bytes: number): Promise<void> {
    // Files go as well, without a word to this counter.
    if (this.left === null || this.left < bytes) {
      this.left = this.mostGigabytes * 2 ** 30 - (await this.folder.bytes());
    }
    if (this.left < bytes) throw this.full();
  }

  async *measured(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const part of content) {
      this.left! -= part.length;
      if (this.left! < 0) throw this.full();
      yield part;
    }
  }

  private full(): LabError {
    return new LabError("sharedFilesFull", { limit: this.mostGigabytes });
  }
}

const statusOf: Readonly<Record<string, 400 | 404 | 413 | 422>> = {
  sharedFileMissing: 404,
  sharedFilesFull: 413,
  sharedFileDamaged: 422,
  sharedFileName: 400,
};

function refuse(context: Asked, error: unknown, status?: 401 | 403): Response {
  const failure = failureOf(error);
  return context.json({ ok: false, failure }, status ?? statusOf[failure.code] ?? 500);
}
