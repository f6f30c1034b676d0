import { app, type BrowserWindow } from "electron";

/** What a second start of the lab hands over to the first. */
interface SecondStart {
  readonly documents: string[];
}

/**
 * Documents that the person opens the lab with: on the command line, by a double click while it is open already, or in
 * macOS' Finder. They wait until there is a page to show them.
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

  /** Whether this is the lab's only window on its folder; else its documents have gone to the one that is. */
  isFirst(): boolean {
    const mine: SecondStart = { documents: this.waiting ?? [] };
    return app.requestSingleInstanceLock({ ...mine });
  }

  /** From now on the window shows them, those that have waited first, and comes to the front for each. */
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
