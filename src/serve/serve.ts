import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { once } from "node:events";
import type { Duplex } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { WebSocketServer } from "ws";
import type { LabVerbs } from "../contract/contract";
import { type Dropped, recogniseAll } from "../documents/dropped";
import { Files } from "../documents/file-references";
import { isPastedTable, keepPastedTable } from "../documents/pasted-table";
import type { Lab } from "../lab/lab";
import { readLicences } from "../lab/licences";
import { type Places, placeVerbs } from "../lab/place-verbs";
import { failureOf, LabError } from "../messages/failure";
import { aliveMs, mostFrameBytes } from "../contract/frames";
import { overBridge } from "../transport/bridge";
import { addressesOf, Admission, isLoopback } from "./admission";
import { appOf } from "./app";
import type { Behind, Connection } from "./connection";
import { Downloads } from "./downloads";
import { pageFilesIn } from "./page-files";
import { browserPlaces } from "./places";
import { sharedFolder, tokensFile } from "./home";
import { SharedFolder } from "../artifacts/shared-folder";
import { ServedFolder } from "./served-folder";
import { Uploads } from "./uploads";
import { WorkerTokens } from "./worker-tokens";

export { onlyIn } from "./readable";
export { givenFolders } from "./home";

export interface ServeOptions {
  readonly lab: Lab;
  /** Which files a page may make the lab read; what the lab itself was told of documents. */
  readonly mayRead: (path: string) => boolean;
  /** Where the lab keeps what it is given. */
  readonly folder: string;
  /** Folder of the built page, and the file with the licences. */
  readonly page: string;
  readonly licences: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** In PEM. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
  /** The address of a proxy in front that does TLS. */
  readonly proxy?: string | undefined;
  /** A folder whose files pages may choose. */
  readonly data?: string | undefined;
  readonly mostGigabytes: number;
  /** Of the files that machines share. */
  readonly mostSharedGigabytes: number;
  /** A machine that is silent for this time is cut off, and whoever connects and asks for nothing. */
  readonly idleMs?: number;
}

export interface Served {
  /** With the token, for a person. */
  readonly address: string;
  /** On which it listens. */
  readonly port: number;
  close(): Promise<void>;
}

const hourMs = 3600 * 1000;
const dayMs = 24 * hourMs;
/** What nobody needs is kept for this time. */
const monthMs = 30 * dayMs;

/**
 * Shows the lab's page to browsers, over HTTP and a WebSocket, until it is closed.
 * @throws LabError `serveNeedsTls` where others could read along
 */
export async function serveLab(options: ServeOptions): Promise<Served> {
  const { lab, folder, page, host, tls, proxy } = options;
  if (!isLoopback(host) && !tls && proxy === undefined) throw new LabError("serveNeedsTls", { host });
  const uploads = new Uploads(join(folder, "uploads"), options.mostGigabytes);
  const downloads = new Downloads();
  // A document that was saved is saved again where it was written.
  const files = new Files((path) => options.mayRead(path) || downloads.holds(path));
  const connections = new Set<Connection>();
  const served = options.data === undefined ? null : new ServedFolder(options.data);
  const behind = behindOf(
    options,
    files,
    (connection) => browserPlaces(connection, uploads, downloads, served),
    uploads,
  );

  const idleMs = options.idleMs ?? 60_000;
  const shared = {
    tokens: new WorkerTokens(join(folder, tokensFile)),
    folder: new SharedFolder(join(folder, sharedFolder)),
    mostGigabytes: options.mostSharedGigabytes,
    idleMs,
  };
  const pageFiles = await pageFilesIn(page);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostFrameBytes, clientTracking: true });
  let app: ReturnType<typeof appOf> | null = null;
  // An upload takes as long as it takes; whoever sends no whole request is cut off.
  const times = { requestTimeout: 0, headersTimeout: idleMs, connectionsCheckingInterval: idleMs / 2 };
  const server = createAdaptorServer({
    fetch: (request, env) => app!.fetch(request, env),
    websocket: { server: sockets },
    ...(tls
      ? { createServer: createHttpsServer, serverOptions: { ...times, cert: tls.certificate, key: tls.key } }
      : { createServer: createHttpServer, serverOptions: times }),
  });
  refuseOtherUpgrades(server);
  server.listen(options.port, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const addresses = addressesOf({ host, port, certificate: tls?.certificate, proxy });
  const admission = new Admission(port, addresses);
  const isSecure = addresses[0]!.startsWith("https:");
  app = appOf({ admission, isSecure, pageFiles, uploads, downloads, served, shared, behind, connections });

  const sweep = async () => {
    try {
      await uploads.sweep(monthMs, (upload) => lab.isInDocuments(upload));
      await downloads.sweep(dayMs);
      await shared.folder.sweep(monthMs);
    } catch (error) {
      // It costs only room on the disk, and is tried again.
      lab.noteFailure("sweep", failureOf(error));
    }
  };
  await sweep();
  const sweeping = setInterval(() => void sweep(), hourMs);
  const off = lab.events.onEach((event) => {
    for (const connection of connections) connection.tell(event);
  });
  const beat = setInterval(() => {
    for (const connection of connections) connection.send({ type: "alive" });
  }, aliveMs);
  return {
    address: `${addresses[0]!}/?token=${admission.token}`,
    port,
    async close() {
      off();
      clearInterval(beat);
      clearInterval(sweeping);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await downloads.close();
    },
  };
}

/** Hono takes WebSockets and leaves any other upgrade (`h2c`) unanswered: such a connection would be held for ever. */
function refuseOtherUpgrades(server: ReturnType<typeof createAdaptorServer>): void {
  const [toWebSocket] = server.listeners("upgrade") as ((
    ...parts: [IncomingMessage, Duplex, Buffer]
  ) => void)[];
  server.removeAllListeners("upgrade");
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() === "websocket") return toWebSocket!(request, socket, head);
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", () =>
      socket.destroy(),
    );
  });
}

function behindOf(
  { lab, folder, licences }: ServeOptions,
  files: Files,
  placesOf: (connection: Connection) => Places,
  uploads: Uploads,
): Behind {
  const tell = (connection: Connection, found: readonly Dropped[]) =>
    connection.tell({
      name: "filesDropped",
      payload: { files: found.map(({ path, ...told }) => ({ file: files.hide(path), ...told })) },
      position: null,
    });
  const bring = async (connection: Connection, place: string, bringing: () => Promise<readonly string[]>) => {
    try {
      tell(connection, await recogniseAll(await bringing()));
    } catch (error) {
      tell(connection, [{ path: place, kind: null, failure: failureOf(error) }]);
    }
  };
  return {
    verbs: (connection): LabVerbs => ({
      ...overBridge(lab, files),
      ...placeVerbs(lab, files, placesOf(connection)),
      // What only a desktop has: its menu, its storage, and its clipboard, which the page has itself.
      showMenu: async () => ({}),
      flushStorage: async () => ({}),
      copyDiagnostics: async () => ({ text: await lab.diagnostics() }),
      getLicences: () => readLicences(licences),
    }),
    positionNow: () => lab.events.position,
    onFailure: (verb, failure) => lab.noteFailure(verb, failure),
    onDropped: (connection, upload) => bring(connection, uploads.folder, () => uploads.in(upload)),
    async onPasted(connection, text) {
      if (!isPastedTable(text)) return;
      await bring(connection, folder, async () => [await keepPastedTable(folder, text)]);
    },
  };
}
