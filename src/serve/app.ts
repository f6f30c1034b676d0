import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { type HttpBindings, upgradeWebSocket } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";
import { failureOf, LabError } from "../messages/failure";
import type { Admission } from "./admission";
import { type Behind, Connection } from "./connection";
import type { Downloads } from "./downloads";
import type { PageFile } from "./page-files";
import type { ServedFolder } from "./served-folder";
import { sharedFilesApp, type SharedFilesParts } from "./shared-files-app";
import type { Uploads } from "./uploads";

export interface AppParts {
  readonly admission: Admission;
  /** Whether browsers come by https. */
  readonly isSecure: boolean;
  readonly pageFiles: ReadonlyMap<string, PageFile>;
  readonly uploads: Uploads;
  readonly downloads: Downloads;
  readonly served: ServedFolder | null;
  readonly shared: SharedFilesParts;
  readonly behind: Behind;
  /** The pages that are connected now. */
  readonly connections: Set<Connection>;
}

/** Pages connected at the same time: people have a few. */
const mostConnections = 100;

/** What the lab answers over HTTP: its page, the page's WebSocket, uploads and downloads, and files for other machines. */
export function appOf({
  admission,
  isSecure,
  pageFiles,
  uploads,
  downloads,
  served,
  shared,
  behind,
  connections,
}: AppParts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // Vue and Element Plus set styles on elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: "DENY",
      strictTransportSecurity: false,
    }),
  );

  app.use(async (context, next) => {
    if (!admission.isOwnHost(context.req.header("host")))
      return refused(context, 421, "This is not an address of the lab.");
    return next();
  });
  // Before the page's cookie is asked for: machines have tokens of their own, which open nothing else.
  app.route("/files", sharedFilesApp(shared));

  app.use(async (context, next) => {
    const hasOrigin = context.req.header("origin") !== undefined;
    const mustHaveOrigin =
      !["GET", "HEAD"].includes(context.req.method) || context.req.header("upgrade") !== undefined;
    if ((hasOrigin || mustHaveOrigin) && !admission.isOwnOrigin(context.req.header("origin"))) {
      return refused(context, 403, "Only the lab's own page may ask for this.");
    }
    if (!mayComeFrom(context)) return refused(context, 403, "Only the lab's own page may ask for this.");
    const hasCookie = admission.hasToken(getCookie(context, admission.cookie));
    const token = context.req.path === "/" ? context.req.query("token") : undefined;
    const isRight = admission.hasToken(token);
    if (isRight) {
      setCookie(context, admission.cookie, admission.token, {
        httpOnly: true,
        sameSite: "Strict",
        secure: isSecure,
        path: "/",
      });
    }
    if (token !== undefined && (isRight || hasCookie)) {
      // Without the token, so that it is not seen over a shoulder and not kept as a bookmark.
      context.header("Cache-Control", "no-store");
      return context.redirect("/", 303);
    }
    if (!hasCookie) {
      // After a click on another site a browser keeps back the cookie, until a page of the lab's own address asks.
      if (isElsewhere(context)) context.header("Refresh", "0; url=/");
      return refused(
        context,
        401,
        "Open the address that the lab printed when it started: it ends in a token.",
      );
    }
    return next();
  });

  app.get(
    "/lab",
    upgradeWebSocket(() => {
      let connection: Connection | null = null;
      return {
        onOpen(_event, socket) {
          if (connections.size >= mostConnections) return socket.close(1013);
          const raw = socket.raw as { bufferedAmount: number } | undefined;
          const opened = new Connection(
            {
              send: (bytes) => socket.send(bytes as Uint8Array<ArrayBuffer>),
              get waiting() {
                return raw?.bufferedAmount ?? 0;
              },
              close: (code) => socket.close(code),
            },
            behind,
          );
          connections.add((connection = opened));
        },
        onMessage({ data }) {
          if (data instanceof ArrayBuffer) connection?.take(new Uint8Array(data));
        },
        onClose() {
          if (!connection) return;
          connections.delete(connection);
          connection.end();
        },
      };
    }),
  );

  app.post("/uploads", (context) => context.json({ upload: uploads.begin() }));
  app.put("/uploads/:upload/*", async (context) => {
    const { upload } = context.req.param();
    try {
      const path = new URL(context.req.url).pathname.split("/").slice(3).map(decoded).join("/");
      await uploads.take(upload, path, context.req.raw.body as ReadableStream<Uint8Array> | null);
      return context.json({ ok: true });
    } catch (error) {
      return context.json({ ok: false, failure: failureOf(error) }, 400);
    }
  });

  app.get("/served", async (context) => {
    try {
      const { path = "", search = "" } = context.req.query();
      const listing = (await served?.list(path, search)) ?? { entries: [], count: 0, isWhole: true };
      return context.json({ ok: true, ...listing });
    } catch (error) {
      return context.json({ ok: false, failure: failureOf(error) }, 400);
    }
  });

  app.get("/downloads/:id", async (context) => {
    const found = await downloads.fetch(context.req.param("id"));
    if (!found) return refused(context, 404, "This file is no longer there. Save it again.");
    return context.body(Readable.toWeb(found.content) as never, 200, {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
      "Cache-Control": "no-store",
    });
  });

  app.get("*", (context) => {
    const file = pageFiles.get(context.req.path);
    if (!file) return refused(context, 404, "The lab has no such page.");
    return context.body(file.content, 200, { "Content-Type": file.type, "Cache-Control": "no-cache" });
  });
  return app;
}

/** Whether a page of another site asks, or of another port of this machine, as browsers say it (Fetch Metadata). */
function isElsewhere(context: Context): boolean {
  return ["cross-site", "same-site"].includes(context.req.header("sec-fetch-site") ?? "");
}

/** Other pages may only lead a person to the lab: requests of their own carry no origin if they are a picture or a script. */
function mayComeFrom(context: Context): boolean {
  const isOpening = context.req.path === "/" && context.req.header("sec-fetch-dest") === "document";
  return isOpening || !isElsewhere(context);
}

/** The connection ends with the answer: a stranger who announces a large body and sends none of it holds nothing. */
function refused(context: Context, status: 401 | 403 | 404 | 421, text: string): Response {
  return context.text(`${text}\n`, status, { Connection: "close" });
}

/** @throws LabError `uploadName` */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new LabError("uploadName", { file: part.slice(0, 100) });
  }
}
