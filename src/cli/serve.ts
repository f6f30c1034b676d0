import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { version } from "../../package.json";
import type { WorkerLauncher } from "../execution/workers";
import { errorOf, failureOf, LabError } from "../messages/failure";
import { sharedFolder } from "../serve/home";
import { labFolder } from "../store/folders";
import { exitCodes } from "./exit-codes";
import { fleetAt, labWith } from "./fleet";
import type { QueueFlags } from "./options";
import { listenForStop } from "./signals";

export interface ServeFlags extends QueueFlags {
  readonly port: number;
  readonly host: string;
  readonly cert?: string;
  readonly key?: string;
  readonly behindProxy?: string;
  readonly data?: string;
  readonly mostUpload: number;
  readonly mostShared: number;
  readonly jobs?: number;
}

interface Program {
  readonly launch: WorkerLauncher;
  readonly page: string;
  readonly licences: string;
}

/**
 * Shows the lab to browsers until Ctrl-C; then its runs are interrupted, and can be resumed.
 * @returns the exit code
 * @throws LabError `serveNeedsNode`, `serveFile`, `serveNoFolder`, `serveNeedsTls`, `servePort`
 */
export async function serve({ launch, page, licences }: Program, flags: ServeFlags): Promise<number> {
  // What the libraries need; the Electron that only tests use is older.
  if (!("Request" in globalThis)) throw new LabError("serveNeedsNode", { found: process.version });
  const { port, host, data, cert, key, behindProxy, mostUpload, mostShared, jobs } = flags;
  const { givenFolders, onlyIn, serveLab } = await import("../serve/serve");
  const folder = labFolder();
  const given = givenFolders.map((name) => join(folder, name));
  for (const path of given) mkdirSync(path, { recursive: true, mode: 0o700 });
  const served = data === undefined ? undefined : resolve(data);
  if (served !== undefined && !statSync(served, { throwIfNoEntry: false })?.isDirectory()) {
    throw new LabError("serveNoFolder", { folder: served });
  }
  const tls =
    cert !== undefined && key !== undefined ? { certificate: read(cert), key: read(key) } : undefined;
  const mayRead = onlyIn([...given, ...(served === undefined ? [] : [served])]);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  // Workers find the same files over HTTPS.
  const shared = flags.shared ?? join(folder, sharedFolder);
  const fleet = flags.queue === undefined ? null : await fleetAt({ ...flags, shared }, say);
  const mine = fleet || jobs === undefined ? {} : { jobs };
  const lab = await labWith(fleet, { launch, version, keepsTrainers: true, mayRead, ...mine });
  const about = { lab, mayRead, folder, page, licences, host, port, tls, proxy: behindProxy, data: served };
  try {
    const {
      address,
      port: bound,
      close,
    } = await serveLab({ ...about, mostGigabytes: mostUpload, mostSharedGigabytes: mostShared }).catch(
      (error: unknown) => {
        if (error instanceof LabError) throw error;
        const { code } = error as NodeJS.ErrnoException;
        throw code === undefined
          ? errorOf(failureOf(error))
          : new LabError("servePort", { host, port, detail: code }, { cause: error });
      },
    );
    const behind = behindProxy === undefined ? "" : `The proxy finds it on ${host}, port ${bound}.\n`;
    process.stdout.write(`The lab is open to whoever has this address, until Ctrl-C:\n${address}\n${behind}`);
    return await new Promise((done) => {
      const signals = listenForStop(
        () => void close().then(() => done(signals.code ?? exitCodes.done)),
        () => lab.close(),
      );
    });
  } finally {
    lab.close();
    await fleet?.close();
  }
}

/** @throws LabError `serveFile` */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new LabError("serveFile", { file, detail }, { cause: error });
  }
}
