import { join } from "node:path";
import { app } from "electron";
import { z } from "zod";
import { PersistedJson } from "./persisted-json";

const most = 10;

/** The documents that were opened or saved last, newest first. Only main and its menu know their paths. */
export class RecentDocuments {
  private readonly kept = new PersistedJson<string[]>(
    join(app.getPath("userData"), "recent.json"),
    z.array(z.string().min(1).max(10_000)).max(most),
    [],
  );
  /** Called after each change. */
  onChange: () => void = () => undefined;

  list(): readonly string[] {
    return this.kept.get();
  }

  note(path: string): void {
    app.addRecentDocument(path);
    this.set([path, ...this.others(path)].slice(0, most));
  }

  /** Removes a document that no longer exists. */
  forget(path: string): void {
    if (this.list().includes(path)) this.set(this.others(path));
  }

  clear(): void {
    app.clearRecentDocuments();
    this.set([]);
  }

  private others(path: string): string[] {
    return this.list().filter((other) => other !== path);
  }

  private set(paths: string[]): void {
    this.kept.set(paths);
    this.onChange();
  }
}
