import { readFileSync } from "node:fs";
import { app, type BrowserWindow, dialog } from "electron";
import type { AppUpdater, UpdateInfo } from "electron-updater";
import { failureOf, fill, type FailureParameters, LabError } from "../../src/messages/failure";
import { failuresEn } from "../../src/messages/failures.en";
import { failuresKo } from "../../src/messages/failures.ko";
import { updatesEn } from "../../src/messages/updates.en";
import { updatesKo } from "../../src/messages/updates.ko";
import type { Language } from "../rescue";

const texts = { en: { ...updatesEn, ...failuresEn }, ko: { ...updatesKo, ...failuresKo } };

interface Options {
  readonly window: BrowserWindow;
  /** The app-update.yml of this copy; a build without a release address has none. */
  readonly configuration: string;
  readonly language: () => Language;
}

/**
 * Newer versions. All of it is between main and the person, in boxes of the system: a page can have neither a request
 * made nor anything installed, so nothing that gets into a page can.
 */
export class Updates {
  /** Where releases are; null where this copy was built without. */
  readonly address: string | null;
  private isBusy = false;
  private updater: AppUpdater | null = null;

  constructor(private readonly options: Options) {
    this.address = addressIn(options.configuration);
  }

  /** @param isAsked by the person, who then hears also that there is nothing new, or no answer */
  async check(isAsked: boolean): Promise<void> {
    if (this.isBusy || this.address === null) return;
    this.isBusy = true;
    try {
      const found = await this.lookFor();
      if (found) await this.offer(found, this.address);
      else if (isAsked) await this.show(this.say("newest", { version: app.getVersion() }));
    } catch (error) {
      const { code, parameters } = failureOf(error);
      if (code === "updatesNotReached" && !isAsked) return;
      await this.show(this.say(code as keyof typeof failuresEn, parameters), "", "error");
    } finally {
      this.isBusy = false;
    }
  }

  /** What is newer than this copy, or null. @throws LabError `updatesNotReached` */
  private async lookFor(): Promise<UpdateInfo | null> {
    // Only whoever asks loads it.
    const { openUpdater } = await import("./updater");
    this.updater ??= openUpdater(this.options.configuration);
    try {
      const answer = await this.updater.checkForUpdates();
      return answer?.isUpdateAvailable ? answer.updateInfo : null;
    } catch (error) {
      const parameters = { address: this.address!, detail: reasonOf(error) };
      throw new LabError("updatesNotReached", parameters, { cause: error });
    }
  }

  private async offer({ version, files }: UpdateInfo, address: string): Promise<void> {
    const found = this.say("found", { version, current: app.getVersion() });
    if (!canReplaceItself()) return this.show(found, this.say("elsewhere", { address }));
    const bytes = files.find(({ url }) => /\.(AppImage|exe|zip)$/.test(url))?.size ?? 0;
    const size = Math.ceil(bytes / 1e6);
    const detail = this.say("download", { size, host: new URL(address).host });
    if (!(await this.confirm(found, detail, "downloadNow"))) return;
    await this.download(version);
    const ready = this.say("downloaded", { version });
    if (await this.confirm(ready, this.say("install"), "installNow")) this.install();
  }

  /** @throws LabError `updateRefused`, `updateNotDownloaded` */
  private async download(version: string): Promise<void> {
    const { window } = this.options;
    const tell = ({ percent }: { percent: number }) =>
      window.isDestroyed() || window.setProgressBar(percent / 100);
    this.updater!.on("download-progress", tell);
    try {
      await this.updater!.downloadUpdate();
    } catch (error) {
      const isForged = /CHECKSUM|SIGNATURE/.test((error as NodeJS.ErrnoException).code ?? "");
      const code = isForged ? "updateRefused" : "updateNotDownloaded";
      throw new LabError(code, { version, detail: reasonOf(error) }, { cause: error });
    } finally {
      this.updater!.off("download-progress", tell);
      if (!window.isDestroyed()) window.setProgressBar(-1);
    }
  }

  /** @throws LabError `updateNotInstalled`; the copy that runs is then as it was */
  private install(): void {
    let failure: Error | null = null;
    const keep = (error: Error) => (failure ??= error);
    // The new version starts before this one has gone.
    app.releaseSingleInstanceLock();
    this.updater!.once("error", keep);
    this.updater!.quitAndInstall();
    this.updater!.off("error", keep);
    if (!failure) return;
    app.requestSingleInstanceLock();
    throw new LabError("updateNotInstalled", { detail: reasonOf(failure) }, { cause: failure });
  }

  private say(text: keyof (typeof texts)["en"], parameters: FailureParameters = {}): string {
    return fill(texts[this.options.language()][text], parameters);
  }

  private async show(message: string, detail = "", type: "info" | "error" = "info"): Promise<void> {
    const buttons = [this.say("ok")];
    await dialog.showMessageBox(this.options.window, { type, message, detail, buttons, noLink: true });
  }

  private async confirm(
    message: string,
    detail: string,
    yes: "downloadNow" | "installNow",
  ): Promise<boolean> {
    const { response } = await dialog.showMessageBox(this.options.window, {
      type: "question",
      message,
      detail,
      buttons: [this.say("later"), this.say(yes)],
      defaultId: 1,
      cancelId: 0,
      noLink: true,
    });
    return response === 1;
  }
}

/** A copy out of a tar.gz, a deb or an rpm is not the lab's to replace: that is for whoever put it there. */
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

/** electron-updater's messages go on with stacks and headers. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? String(message).split("\n")[0]!;
}
