#!/usr/bin/env node
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { WebSocket, WebSocketServer } from "ws";

/**
 * Firefox for Playwright. Playwright speaks WebDriver BiDi with Firefox and sends every page the command
 * `emulation.setMediaFeaturesOverride`, which Firefox ESR 153 lacks: without it no page opens. This program starts Firefox and passes all
 * messages on, both ways, except that command: it is done by the preference of Firefox that does the same.
 */
const firefox = "/usr/bin/firefox-esr";

// The last parameter lets the relay set preferences.
const browser = spawn(firefox, [...process.argv.slice(2), "--remote-allow-system-access"], {
  stdio: ["inherit", "inherit", "pipe"],
});
browser.on("exit", (code) => process.exit(code ?? 1));
process.on("exit", () => browser.kill());
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.on(signal, () => browser.kill(signal));
}

createInterface({ input: browser.stderr }).on("line", (line) => {
  const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line)?.[1];
  if (address === undefined) return void process.stderr.write(`${line}\n`);
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (playwright, { url }) => relay(playwright, new WebSocket(`${address}${url}`)));
  server.on("listening", () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${port}\n`);
  });
});

/**
 * @param {WebSocket} playwright
 * @param {WebSocket} session
 */
function relay(playwright, session) {
  const isOpen = new Promise((open) => session.once("open", open));
  /** @type {Map<number, (answer: { result?: any }) => void>} */
  const asked = new Map();
  // Playwright counts its own from 1.
  let last = 2 ** 40;
  /** @type {(method: string, params: object) => Promise<any>} */
  const ask = (method, params) =>
    new Promise((done) => {
      asked.set(++last, done);
      session.send(JSON.stringify({ id: last, method, params }));
    });

  /** @param {string} text */
  const pass = async (text) => {
    await isOpen;
    const message = JSON.parse(text);
    if (message.method !== "emulation.setMediaFeaturesOverride") return session.send(text);
    const answer = await setColorScheme(ask, message.params.features["prefers-color-scheme"]);
    playwright.send(JSON.stringify({ id: message.id, ...answer }));
  };
  playwright.on("message", (data) => void pass(String(data)));
  session.on("message", (data) => {
    const text = String(data);
    const message = JSON.parse(text);
    const done = asked.get(message.id);
    if (!done) return playwright.send(text);
    asked.delete(message.id);
    done(message);
  });
  playwright.on("close", () => session.close());
  session.on("close", () => playwright.close());
}

/**
 * For all pages of this Firefox, unlike Playwright's, which is for one context.
 * @param {(method: string, params: object) => Promise<any>} ask
 * @param {"light" | "dark" | null | undefined} scheme
 */
async function setColorScheme(ask, scheme) {
  const name = JSON.stringify("layout.css.prefers-color-scheme.content-override");
  const value = scheme === "dark" ? 0 : scheme === "light" ? 1 : 2;
  const tree = await ask("browsingContext.getTree", { "moz:scope": "chrome" });
  const answer =
    tree.type === "success"
      ? await ask("script.evaluate", {
          expression: `Services.prefs.setIntPref(${name}, ${value})`,
          target: { context: tree.result.contexts[0].context },
          awaitPromise: false,
        })
      : tree;
  return answer.result?.type === "success"
    ? { type: "success", result: {} }
    : { type: "error", error: "unknown error", message: JSON.stringify(answer) };
}
