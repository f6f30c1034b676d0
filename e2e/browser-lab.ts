import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { resolve } from "node:path";
import { type Browser, chromium, type ElectronApplication, firefox, type Page } from "@playwright/test";
import type { OpenLab } from "./open-lab";

/** Debian's. */
const programs = { chromium: "/usr/bin/chromium", firefox: "/usr/bin/firefox-esr" };

export type BrowserName = keyof typeof programs;

/** Why tests in this browser cannot run here; in CI everything must. */
export function obstacleToBrowser(name: BrowserName): string | null {
  const program = programs[name];
  return existsSync(program) || process.env["CI"] ? null : `no ${program}: apt install it`;
}

/** Starts a browser of today, without a window. */
export function launchBrowser(name: BrowserName): Promise<Browser> {
  if (name === "firefox") {
    // The channel makes Playwright speak WebDriver BiDi, as Firefox itself does.
    return firefox.launch({ channel: "moz-firefox", executablePath: resolve("e2e/firefox-relay.mjs") });
  }
  // Chromium refuses to run as root with its sandbox.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: programs.chromium, args });
}

export interface BrowserLab extends OpenLab {
  /** With the token, as the lab prints it. */
  address(): string;
  /** Opens the lab in another browser, which has cookies and settings of its own. */
  openAnother(): Promise<Page>;
  /** Cuts every connection of the pages, and lets none through until `mend`. */
  cut(): void;
  mend(): void;
  /** Ends the lab, and starts another one at the same address. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the lab as `lab serve` shows it, in a browser of today. */
export async function openLabInBrowser(
  home: string,
  name: BrowserName,
  parameters: readonly string[] = [],
): Promise<BrowserLab> {
  // The page comes through a wire that a test can cut; the lab must take the wire's address for its own.
  const wire = await openWire();
  let { server, token } = await serve(home, wire.port, parameters);
  wire.lead(server.port);
  const endServer = async () => {
    server.process.kill("SIGTERM");
    if (server.process.exitCode === null) await once(server.process, "exit");
  };
  const browser = await launchBrowser(name);
  const address = () => `http://127.0.0.1:${wire.port}/?token=${token}`;
  const open = async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript({ content: shim() });
    await page.goto(address());
    await page.getByRole("heading", { name: "Dropout Lab" }).waitFor();
    return page;
  };
  const page = await open();
  return {
    app: noApp,
    page,
    // A browser's zoom leaves the page so many of its own pixels.
    zoomIn: () => page.setViewportSize({ width: 512, height: 350 }),
    address,
    openAnother: open,
    cut: () => wire.cut(),
    mend: () => wire.mend(),
    async restart() {
      await endServer();
      ({ server, token } = await serve(home, wire.port, parameters));
      wire.lead(server.port);
    },
    async close() {
      await browser.close();
      wire.close();
      await endServer();
    },
  };
}

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

async function serve(
  home: string,
  wirePort: number,
  parameters: readonly string[],
): Promise<{ server: Server; token: string }> {
  const proxy = ["--behind-proxy", `http://127.0.0.1:${wirePort}`];
  const process_ = spawn(process.execPath, ["dist/cli.cjs", "serve", ...proxy, ...parameters], {
    env: { ...process.env, DROPOUT_LAB_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  for await (const part of process_.stdout) {
    said += String(part);
    const token = /token=([0-9a-f]+)/.exec(said)?.[1];
    const port = /port (\d+)/.exec(said)?.[1];
    if (token !== undefined && port !== undefined)
      return { server: { process: process_, port: Number(port) }, token };
  }
  throw new Error(`lab serve said only: ${said}`);
}

async function openWire() {
  const pairs = new Set<Socket>();
  let target = 0;
  let isCut = false;
  const wire = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(target, "127.0.0.1");
    for (const end of [near, far]) {
      pairs.add(end);
      end
        .on("error", () => undefined)
        .on("close", () => {
          near.destroy();
          far.destroy();
          pairs.delete(end);
        });
    }
    near.pipe(far).pipe(near);
  });
  wire.listen(0, "127.0.0.1");
  await once(wire, "listening");
  const drop = () => [...pairs].forEach((end) => end.destroy());
  return {
    port: (wire.address() as AddressInfo).port,
    lead: (port: number) => (target = port),
    cut() {
      isCut = true;
      drop();
    },
    mend: () => (isCut = false),
    close() {
      drop();
      wire.close();
    },
  };
}

/**
 * For tests that speak to the lab beside the page: `window.lab` as in the window. It comes after the page has begun, because the
 * page looks for it. Each call has a connection of its own: one that stayed would make the page read every event twice.
 */
function shim(): string {
  const messagePack = readFileSync("node_modules/@msgpack/msgpack/dist.umd/msgpack.min.js", "utf8");
  return `${messagePack}
    addEventListener("load", () => (window.lab = new Proxy({}, { get: (_, verb) => (request) => new Promise((done) => {
      const socket = new WebSocket("/lab");
      socket.binaryType = "arraybuffer";
      socket.onopen = () =>
        socket.send(MessagePack.encode({ type: "call", id: 1, verb, request }, { forceIntegerToFloat: true, ignoreUndefined: true }));
      socket.onmessage = ({ data }) => {
        const frame = MessagePack.decode(new Uint8Array(data));
        if (frame.type !== "answer") return;
        socket.close();
        done(frame.envelope);
      };
    }) })));`;
}

/** A page in a browser has no app around it. */
const noApp = new Proxy({} as ElectronApplication, {
  get(_, key) {
    throw new Error(`This test runs in a browser too, and there is no app (${String(key)}).`);
  },
});
