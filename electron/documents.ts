import { app, type BrowserWindow } from "electron";

/** The data that a second start of the lab hands to the first. */
interface SecondStart {
  readonly documents: string[];
}

/**
 * Documents that the person opens with the lab: on the command line, by a double click while it is open, or in macOS'
 * Finder. They wait until a page can show them.
 */
export class OpenedDocuments {
  private waiting: string[] | null;
  private open: (paths: string[]) => void = () => undefined;

  constructor(first: readonly string[]) {
    this.waiting = [...first];
    app.on("open-file", (event, path) => {
      event.preventDefault();
      this.take([path]);
    });
  }

  /** Whether this is the lab's only window on its folder; otherwise its documents have gone to the other window. */
  isFirst(): boolean {
    const mine: SecondStart = { documents: this.waiting ?? [] };
    return app.requestSingleInstanceLock({ ...mine });
  }

  /** From now on the window shows them, the waiting ones first, and comes to the front for each. */
  showIn(window: BrowserWindow, open: (paths: string[]) => void): void {
    this.open = open;
    const waited = this.waiting ?? [];
    this.waiting = null;
    if (waited.length > 0) open(waited);
    app.on("second-instance", (_event, _commandLine, _folder, data) => {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.focus();
      this.take((data as SecondStart).documents);
    });
  }

  private take(paths: string[]): void {
    if (this.waiting) this.waiting.push(...paths);
    else if (paths.length > 0) this.open(paths);
  }
}
