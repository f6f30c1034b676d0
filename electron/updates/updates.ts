import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { app, type BrowserWindow } from "electron";
import type { AppUpdater, UpdateInfo } from "electron-updater";
import { failureOf, LabError } from "../../src/messages/failure";
import type { FailureCode } from "../../src/messages/failures.en";
import type { Language } from "../../src/messages/language";
import { Boxes } from "./boxes";
import { type Policy, UpdatePolicy } from "./policy";
import type * as updaterModule from "./updater";

interface Options {
  readonly window: BrowserWindow;
  /** The app-update.yml of this copy; a build without an update address has none. */
  readonly configuration: string;
  /** The built updater, which is loaded only for a check. */
  readonly updater: string;
  /** The file with the person's choice. */
  readonly settings: string;
}

/**
 * Newer versions. Main alone asks the person, in the system's dialogs. A page, and any script in it, can neither
 * start a request nor install anything.
 */
export class Updates {
  /** The update address; null if this copy was built without one. */
  readonly address: string | null;
  private readonly allowed: UpdatePolicy;
  private isBusy = false;
  private updater: AppUpdater | null = null;

  constructor(private readonly options: Options) {
    this.address = addressIn(options.configuration);
    this.allowed = new UpdatePolicy(options.settings);
  }

  get policy(): Policy {
    return this.allowed.value;
  }

  async allow(policy: Policy, language: Language): Promise<void> {
    await this.orTell(new Boxes(this.options.window, language), () => this.allowed.set(policy));
  }

  /** @param isAsked whether the person asked; only then the lab also says that there is nothing new, or no answer */
  async check(language: Language, isAsked: boolean): Promise<void> {
    const { address, policy } = this;
    if (this.isBusy || address === null || policy === "never") return;
    this.isBusy = true;
    const boxes = new Boxes(this.options.window, language);
    await this.orTell(boxes, async () => {
      const found = await this.lookFor(address).catch((error: unknown) => {
        if (isAsked) throw error;
        return null;
      });
      if (found) await this.offer(found, address, boxes);
      else if (isAsked) await boxes.show("newest", { version: app.getVersion() });
    });
    this.isBusy = false;
  }

  private async orTell(boxes: Boxes, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      const { code, parameters } = failureOf(error);
      await boxes.show(code as FailureCode, parameters);
    }
  }

  /** The newer version, or null. @throws LabError `updatesNotReached` */
  private async lookFor(address: string): Promise<UpdateInfo | null> {
    const { openUpdater } = createRequire(__filename)(this.options.updater) as typeof updaterModule;
    this.updater ??= openUpdater(this.options.configuration);
    try {
      const answer = await this.updater.checkForUpdates();
      return answer?.isUpdateAvailable ? answer.updateInfo : null;
    } catch (error) {
      throw new LabError("updatesNotReached", { address, detail: reasonOf(error) }, { cause: error });
    }
  }

  private async offer({ version, files }: UpdateInfo, address: string, boxes: Boxes): Promise<void> {
    const found = {
      version,
      current: app.getVersion(),
      address,
      host: new URL(address).host,
      size: sizeOf(files),
    };
    if (!canReplaceItself()) return boxes.show("found", found, "elsewhere");
    if (!(await boxes.confirm("found", found, "download", "downloadNow"))) return;
    await this.download(version);
    if (await boxes.confirm("downloaded", found, "install", "installNow")) this.install();
  }

  /** @throws LabError `updateRefused`, `updateNotDownloaded` */
  private async download(version: string): Promise<void> {
    const { window } = this.options;
    const tell = (share: number) => window.isDestroyed() || window.setProgressBar(share);
    const onProgress = ({ percent }: { percent: number }) => tell(percent / 100);
    this.updater!.on("download-progress", onProgress);
    try {
      await this.updater!.downloadUpdate();
    } catch (error) {
      const isForged = /CHECKSUM|SIGNATURE/.test((error as NodeJS.ErrnoException).code ?? "");
      const code = isForged ? "updateRefused" : "updateNotDownloaded";
      throw new LabError(code, { version, detail: reasonOf(error) }, { cause: error });
    } finally {
      this.updater!.off("download-progress", onProgress);
      tell(-1);
    }
  }

  /** @throws LabError `updateNotInstalled`; then the running copy is unchanged */
  private install(): void {
    const failures: Error[] = [];
    const keep = (error: Error) => failures.push(error);
    // The new version starts before this one has ended.
    app.releaseSingleInstanceLock();
    this.updater!.on("error", keep);
    this.updater!.quitAndInstall();
    this.updater!.off("error", keep);
    const [cause] = failures;
    if (!cause) return;
    app.requestSingleInstanceLock();
    throw new LabError("updateNotInstalled", { detail: reasonOf(cause) }, { cause });
  }
}

/** The lab cannot replace a copy from a tar.gz, a deb or an rpm; the person who installed it can. */
function canReplaceItself(): boolean {
  return process.platform === "linux" ? process.env["APPIMAGE"] !== undefined : app.isPackaged;
}

function addressIn(configuration: string): string | null {
  try {
    return /^url: ['"]?(\S+?)['"]?$/m.exec(readFileSync(configuration, "utf8"))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Size of the download for this system, in megabytes. */
function sizeOf(files: UpdateInfo["files"]): number {
  const own = files.find(({ url }) => /\.(AppImage|exe|zip)$/.test(url));
  return Math.ceil((own?.size ?? 0) / 1e6);
}

/** electron-updater's messages continue with stacks and headers. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? String(message).split("\n")[0]!;
}
