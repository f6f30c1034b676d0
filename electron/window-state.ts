import { join } from "node:path";
import { app, type BrowserWindow, nativeTheme, type Rectangle, screen } from "electron";
import { z } from "zod";
import { restoreBounds } from "./restore-bounds";
import { PersistedJson } from "./persisted-json";

const stateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }).nullable(),
  maximised: z.boolean(),
  /** 1: as the page is drawn. */
  zoom: z.number().min(0.25).max(5),
  theme: z.enum(["system", "light", "dark"]),
});
type WindowState = z.infer<typeof stateSchema>;

const usual: WindowState = { bounds: null, maximised: false, zoom: 1, theme: "system" };
/** Milliseconds that a window must be still before its bounds are kept, so that a later crash does not lose it. */
const debounceMs = 500;

/** The window's place, size, zoom and theme, from one start to the next. */
export class PersistedWindowState {
  private readonly kept = new PersistedJson(join(app.getPath("userData"), "window.json"), stateSchema, usual);

  constructor() {
    nativeTheme.themeSource = this.kept.get().theme;
  }

  /** Where to open the window; empty at the first start, so that the system decides. */
  bounds(): Partial<Rectangle> {
    const { bounds } = this.kept.get();
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
    return bounds ? restoreBounds(bounds, areas) : {};
  }

  /** Restores the window and keeps its later changes. */
  follow(window: BrowserWindow): void {
    const { maximised, zoom } = this.kept.get();
    if (maximised) window.maximize();
    // Once, and before the page is drawn: later it would undo what the person has chosen since.
    window.webContents.once("did-navigate", () => window.webContents.setZoomFactor(zoom));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      clearTimeout(timer);
      this.kept.set(stateOf(window));
    };
    const keepSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, debounceMs);
    };
    // One by one, because each event has its own overload.
    window.on("resize", keepSoon);
    window.on("move", keepSoon);
    window.on("close", keep);
  }
}

function stateOf(window: BrowserWindow): WindowState {
  return {
    bounds: window.getNormalBounds(),
    maximised: window.isMaximized(),
    zoom: window.webContents.getZoomFactor(),
    theme: nativeTheme.themeSource,
  };
}
