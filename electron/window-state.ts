import { join } from "node:path";
import { app, type BrowserWindow, nativeTheme, type Rectangle, screen } from "electron";
import { z } from "zod";
import { fitted } from "./fitted";
import { Kept } from "./kept";

const stateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }).nullable(),
  maximised: z.boolean(),
  /** 1: as the page is drawn. */
  zoom: z.number().min(0.25).max(5),
  theme: z.enum(["system", "light", "dark"]),
});
type WindowState = z.infer<typeof stateSchema>;

const usual: WindowState = { bounds: null, maximised: false, zoom: 1, theme: "system" };
/** Milliseconds for which a window must rest before its place is kept, also against a crash later. */
const rest = 500;

/** Where the window was, how large, how it was zoomed and which theme it had, from one start to the next. */
export class KeptWindowState {
  private readonly kept = new Kept(join(app.getPath("userData"), "window.json"), stateSchema, usual);

  constructor() {
    nativeTheme.themeSource = this.kept.get().theme;
  }

  /** Where the window is to be; nothing the first time: the system knows best. */
  bounds(): Partial<Rectangle> {
    const { bounds } = this.kept.get();
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
    return bounds ? fitted(bounds, areas) : {};
  }

  /** Puts the window as it was, and keeps what becomes of it. */
  follow(window: BrowserWindow): void {
    const { maximised, zoom } = this.kept.get();
    if (maximised) window.maximize();
    window.webContents.on("did-finish-load", () => window.webContents.setZoomFactor(zoom));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      clearTimeout(timer);
      this.kept.set(stateOf(window));
    };
    const keepSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, rest);
    };
    // One by one, because each has an overload of its own.
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
