import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { verbs } from "../src/contract/contract";
import { expect, test } from "./fixtures";
import { answerOpenDialog } from "./open-lab";
import { isTrainer, processesBelow } from "./processes";

test("the page has no Node, no Electron and only the contract's verbs", async ({ lab: { page } }) => {
  const seen = await page.evaluate(() => ({
    nodeGlobals: ["require", "process", "module", "Buffer", "ipcRenderer"].filter((name) => name in window),
    bridge: Object.keys(window.lab).sort(),
  }));
  expect(seen.nodeGlobals).toEqual([]);
  expect(seen.bridge).toEqual([...Object.keys(verbs), "on"].sort());
});

test("the window is isolated and sandboxed", async ({ lab: { app } }) => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    const read = webContents as typeof webContents & { getLastWebPreferences(): Electron.WebPreferences };
    const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag, ...rest } =
      read.getLastWebPreferences();
    const { nodeIntegrationInWorker, nodeIntegrationInSubFrames, ...more } = rest;
    const { allowRunningInsecureContent, experimentalFeatures, enableBlinkFeatures } = more;
    return {
      ...{ contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag },
      unset: [
        nodeIntegrationInWorker,
        nodeIntegrationInSubFrames,
        allowRunningInsecureContent,
        experimentalFeatures,
      ],
      features: enableBlinkFeatures ?? "",
    };
  });
  expect({ ...preferences, unset: preferences.unset.map(Boolean) }).toEqual({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    unset: [false, false, false, false],
    features: "",
  });
});

test("the content security policy forbids eval, inline scripts and connections", async ({
  lab: { page },
}) => {
  const tried = await page.evaluate(async () => {
    const fails = async (attempt: () => unknown) => {
      // In a task of the page's own, because code that the debugger itself evaluates may use eval despite the policy.
      await new Promise((resume) => setTimeout(resume));
      try {
        await attempt();
        return false;
      } catch {
        return true;
      }
    };
    const script = document.createElement("script");
    script.textContent = "window.inlineRan = true";
    document.body.append(script);
    return {
      eval: await fails(() => new Function("return 1")()),
      fetch: await fails(() => fetch("https://example.com/")),
      fetchFile: await fails(() => fetch("file:///etc/hostname")),
      inline: !("inlineRan" in window),
    };
  });
  expect(tried).toEqual({ eval: true, fetch: true, fetchFile: true, inline: true });
});

test("the page cannot leave, open a window or get a permission", async ({ lab: { app, page } }) => {
  const address = page.url();
  await page.evaluate(() => void (location.href = "https://example.com/"));
  const opened = await page.evaluate(() => window.open("about:blank") === null);
  const permission = await page.evaluate(
    async () => (await navigator.permissions.query({ name: "geolocation" })).state,
  );
  expect(opened).toBe(true);
  expect(permission).toBe("denied");
  expect(page.url()).toBe(address);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test("a request of a wrong shape is refused by name, and the lab goes on", async ({ lab: { page } }) => {
  const answers = await page.evaluate(async () => {
    const lab = window.lab as unknown as Record<string, (request: unknown) => Promise<unknown>>;
    return [
      await lab.getExperiment!({ experimentId: 7 }),
      await lab.startExperiment!({ experiment: { data: { source: "csv", path: "/etc/passwd" } } }),
      await lab.pauseRuns!(null),
      await lab.describeLab!({ extra: true }),
      await lab.describeLab!({}),
    ];
  });
  expect(answers.slice(0, 4).map(codeOf)).toEqual(["badRequest", "badRequest", "badRequest", "badRequest"]);
  expect(answers[4]).toMatchObject({ ok: true });
});

test("a path of the page's own is refused", async ({ lab: { page } }) => {
  const answer = await page.evaluate(() =>
    window.lab.previewData({
      data: {
        source: "csv",
        path: "/etc/passwd",
        target: 0,
        header: false,
        task: "classification",
        train: 2,
        validation: 2,
        test: 0,
        seed: 1,
      },
    }),
  );
  expect(codeOf(answer)).toBe("fileNotGiven");
});

test("a frame that is not the lab's page is refused by every verb", async ({ lab: { app } }) => {
  const codes = await app.evaluate(async ({ BrowserWindow, app: electronApp }, names) => {
    const preload = `${electronApp.getAppPath()}/dist/preload.cjs`;
    const other = new BrowserWindow({
      show: false,
      webPreferences: { preload, contextIsolation: true, sandbox: true },
    });
    await other.loadURL("about:blank");
    const ask = (verb: string) =>
      other.webContents.executeJavaScript(`window.lab[${JSON.stringify(verb)}]({})`);
    const codes = [];
    for (const verb of names) codes.push(((await ask(verb)) as { failure?: { code: string } }).failure?.code);
    other.destroy();
    return codes;
  }, Object.keys(verbs));
  expect(codes).toEqual(Object.keys(verbs).map(() => "senderRefused"));
});

test("nothing but the page's own files can be loaded, whatever names them", async ({
  lab: { app },
  home,
}) => {
  const addresses = [
    pathToFileURL(join(home, "lab.sqlite")).href,
    pathToFileURL("package.json").href,
    "lab://page/",
    "lab://page/../main.cjs",
    "lab://page/..%2fmain.cjs",
    "lab://page/..%5cmain.cjs",
    "lab://page/assets/%2e%2e/%2e%2e/main.cjs",
    "lab://page//etc/hostname",
    "lab://page/.%00/index.html",
    "lab://other/index.html",
    "lab:index.html",
    "http://127.0.0.1/",
    "chrome://gpu/",
    "lab://page/index.html",
  ];
  const loaded = await app.evaluate(async ({ BrowserWindow }, urls) => {
    const found: string[] = [];
    for (const url of urls) {
      const other = new BrowserWindow({ show: false });
      await other.loadURL(url).then(
        () => found.push(url),
        () => undefined,
      );
      other.destroy();
    }
    return found;
  }, addresses);
  expect(loaded).toEqual(["lab://page/index.html"]);
});

test("no request leaves the machine from start to close", async ({ openLab, home }) => {
  const netLog = join(home, "net-log.json");
  const { app, page } = await openLab({ arguments: [`--log-net-log=${netLog}`] });
  await page.getByRole("button", { name: "Run", exact: true }).waitFor();
  await app.close();
  const log = await readFile(netLog, "utf8");
  const addresses = [...log.matchAll(/"(?:url|host|hostname)":"([^"]+)"/g)].map((match) => match[1]!);
  expect(log).toContain('"constants"');
  expect(addresses.filter((address) => !/^(lab|data|blob|devtools|chrome):/.test(address))).toEqual([]);
});

function codeOf(answer: unknown): string | undefined {
  return (answer as { failure?: { code: string } }).failure?.code;
}

test("a picture that the page did not draw is written nowhere", async ({ lab: { app, page }, home }) => {
  await app.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    },
    join(home, "chart.svg"),
  );
  const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;
  const save = (format: "svg" | "png", text: string) =>
    page.evaluate(
      async ([kind, content]) =>
        window.lab.saveChart({ name: "chart", format: kind, content: new TextEncoder().encode(content) }),
      [format, text] as const,
    );
  const refused = { ok: false, failure: { code: "chartRefused", parameters: {} } };
  expect(await save("svg", svg("<script>alert(1)</script>"))).toEqual(refused);
  expect(await save("svg", svg('<image href="https://example.org/a.png"/>'))).toEqual(refused);
  expect(await save("png", svg(""))).toEqual(refused);
  expect(await readdir(home)).not.toContain("chart.svg");
  expect(await save("svg", svg('<rect width="1" height="1"/>'))).toEqual({ ok: true, value: "chart.svg" });
  expect(await readFile(join(home, "chart.svg"), "utf8")).toContain("<rect");
});

test("a flood of requests is answered, what is too much by a refusal, and the lab goes on", async ({
  lab: { app, page },
}) => {
  test.skip(process.platform !== "linux", "looks at processes through /proc");
  /** In the page, which counts the refusals as they come. */
  const ask = ([seed, times]: readonly [number, number]) => {
    const data = { source: "digits", train: 10, validation: 10, test: 0, seed } as const;
    const counted = window as unknown as { refusals: number };
    counted.refusals = 0;
    const asked = Array.from({ length: times }, async () => {
      const answer = await window.lab.previewData({ data });
      if (!answer.ok) counted.refusals++;
      return answer.ok ? "ok" : answer.failure.code;
    });
    return Promise.all(asked);
  };
  expect(await page.evaluate(ask, [7, 1] as const)).toEqual(["ok"]);
  // While nobody makes previews, all requests wait for one together, however fast the machine is.
  const makers = (await processesBelow(app.process().pid!)).filter(isTrainer);
  expect(makers.length).toBeGreaterThan(0);
  for (const { pid } of makers) process.kill(pid, "SIGSTOP");
  const flood = page.evaluate(ask, [8, 3000] as const);
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { refusals: number }).refusals))
    .toBeGreaterThan(1900);
  for (const { pid } of makers) process.kill(pid, "SIGCONT");
  const codes = await flood;
  expect(new Set(codes)).toEqual(new Set(["ok", "tooManyRequests"]));
  expect(codes.filter((code) => code === "ok").length).toBeGreaterThan(900);
  expect(await page.evaluate(ask, [8, 1] as const)).toEqual(["ok"]);
});

test("a second dialog is refused while one is open", async ({ lab: { app, page }, home }) => {
  await app.evaluate(({ dialog, ipcMain }) => {
    dialog.showOpenDialog = () =>
      new Promise((close) =>
        ipcMain.once("test:close", () => close({ canceled: true, filePaths: [] } as never)),
      );
  });
  const first = page.evaluate(() => window.lab.chooseFile({ purpose: "csv" }));
  await expect.poll(() => app.evaluate(({ ipcMain }) => ipcMain.listenerCount("test:close"))).toBe(1);
  const others = await page.evaluate(() =>
    Promise.all([window.lab.openExperiment({}), window.lab.importResult({})]),
  );
  expect(others.map(codeOf)).toEqual(["dialogOpen", "dialogOpen"]);
  await app.evaluate(({ ipcMain }) => void ipcMain.emit("test:close"));
  expect(await first).toEqual({ ok: true, value: null });
  await answerOpenDialog(app, join(home, "some.csv"));
  const chosen = await page.evaluate(() => window.lab.chooseFile({ purpose: "csv" }));
  expect(chosen.ok && chosen.value).toMatch(/^file:[0-9a-f]{16}\/some\.csv$/);
});

test("a drop that a script made up tells main nothing", async ({ lab: { app, page } }) => {
  await app.evaluate(({ ipcMain }) => {
    (globalThis as { drops?: number }).drops = 0;
    ipcMain.on("lab:dropped", () => ((globalThis as { drops?: number }).drops! += 1));
  });
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    const file = new File(["x"], "passwd");
    Object.defineProperty(file, "path", { value: "/etc/passwd" });
    dataTransfer.items.add(file);
    Object.defineProperty(File.prototype, "path", { get: () => "/etc/passwd" });
    window.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
  });
  // The page's messages arrive in order.
  await page.evaluate(() => window.lab.describeLab({}));
  expect(await app.evaluate(() => (globalThis as { drops?: number }).drops)).toBe(0);
});
