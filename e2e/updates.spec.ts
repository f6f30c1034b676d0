import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import type { ElectronApplication } from "@playwright/test";
import { expect, test as base } from "./fixtures";
import { labelsBeside } from "./menu-item";
import { smallExperiment, train } from "./small";

/** The release server of a lab with an update address; `requests` holds every request. */
interface Release {
  readonly requests: IncomingMessage[];
  /** The content of latest-linux.yml, and its file. */
  offer(version: string, options?: { forged?: boolean; content?: string }): void;
}

const test = base.extend<{ release: Release; project: string }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from this pattern
  release: async ({}, use) => {
    const files = new Map<string, string>();
    const requests: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      requests.push(request);
      const content = files.get(new URL(request.url!, "http://127.0.0.1").pathname);
      response.writeHead(content === undefined ? 404 : 200).end(content);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const offer: Release["offer"] = (version, { forged = false, content = "#!/bin/sh\n" } = {}) => {
      const name = `dropout-lab-${version}-linux-x64.AppImage`;
      const sum = createHash("sha512").update(content).digest("base64");
      files.set(`/${name}`, forged ? content.replace("sh", "hs") : content);
      files.set(
        "/latest-linux.yml",
        `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sum}\n    size: ${content.length}\n` +
          `path: ${name}\nsha512: ${sum}\nreleaseDate: '2026-01-01T00:00:00.000Z'\n`,
      );
    };
    await use(Object.assign({ requests, offer }, { port: (server.address() as AddressInfo).port }));
    server.closeAllConnections();
    server.close();
  },
  project: async ({ home, release }, use) => {
    const folder = join(home, "project");
    await mkdir(folder);
    await symlink(resolve("dist"), join(folder, "dist"));
    const manifest = JSON.parse(await readFile("package.json", "utf8")) as object;
    await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, version: "1.0.0" }));
    const { port } = release as Release & { port: number };
    // The content of app-update.yml, as electron-builder writes it for a build with an update address.
    await writeFile(
      join(folder, "dev-app-update.yml"),
      `provider: generic\nurl: http://127.0.0.1:${port}/\nupdaterCacheDirName: dropout-lab-updater\n`,
    );
    await use(folder);
  },
});
test.skip(process.platform !== "linux", "the release that is offered here is one for Linux");

interface Box {
  readonly message: string;
  readonly detail?: string;
  readonly buttons: string[];
}

/** Answers the next dialogs with these buttons, as if the person had pressed them; then always with the last one. */
async function answerBoxes(app: ElectronApplication, ...answers: string[]): Promise<() => Promise<Box[]>> {
  await app.evaluate(({ dialog }, buttons) => {
    const asked: Box[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (async (_window: unknown, box: Box) => {
      asked.push(box);
      return { response: box.buttons.indexOf(buttons.shift() ?? "OK"), checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  }, answers);
  return () =>
    app.evaluate(() => (globalThis as unknown as { asked: Box[] }).asked.map((box) => ({ ...box })));
}

const press = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, name) => Menu.getApplicationMenu()!.getMenuItemById(name)!.click(), id);

const item = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, name) => {
    const found = Menu.getApplicationMenu()!.getMenuItemById(name);
    return found && { label: found.label, enabled: found.enabled, checked: found.checked };
  }, id);

const paths = ({ requests }: Release) => requests.map(({ url }) => url!.replace(/\?.*/, ""));

test("nothing is asked for at the start nor in use; when the person asks, only what is new", async ({
  openLab,
  project,
  release,
}) => {
  release.offer("1.1.0");
  const { app, page } = await openLab({ project });
  await train(page, smallExperiment("a"));
  expect(paths(release)).toEqual([]);
  const boxes = await answerBoxes(app, "OK");
  await press(app, "checkForUpdates");
  await expect.poll(boxes).toHaveLength(1);
  expect(paths(release)).toEqual(["/latest-linux.yml"]);
  // Nothing that identifies one copy of the lab.
  expect(Object.keys(release.requests[0]!.headers).sort()).toEqual([
    "cache-control",
    "connection",
    "host",
    "user-agent",
  ]);
  const [box] = await boxes();
  expect(box!.message).toBe("Dropout Lab 1.1.0 is available. You have 1.0.0.");
  // A copy from a folder, like a tar.gz: it says where the new version is, but does not offer to download it.
  expect(box!.detail).toMatch(/cannot update itself.*http:\/\/127\.0\.0\.1/);
});

test("nothing is downloaded without consent", async ({ openLab, project, release, home }) => {
  release.offer("1.1.0");
  const env = { APPIMAGE: join(home, "lab.AppImage"), XDG_CACHE_HOME: join(home, "cache") };
  const { app } = await openLab({ project, env });
  const boxes = await answerBoxes(app, "Not now");
  await press(app, "checkForUpdates");
  await expect.poll(boxes).toHaveLength(1);
  expect((await boxes())[0]).toMatchObject({
    message: "Dropout Lab 1.1.0 is available. You have 1.0.0.",
    detail: expect.stringMatching(/^Download 1 MB from 127\.0\.0\.1:/),
    buttons: ["Not now", "Download"],
  });
  // The same question again, so the first one is closed.
  await press(app, "checkForUpdates");
  await expect.poll(boxes).toHaveLength(2);
  expect(paths(release)).toEqual(["/latest-linux.yml", "/latest-linux.yml"]);
});

test("a download with another hash than the release says is refused by name and deleted", async ({
  openLab,
  project,
  release,
  home,
}) => {
  release.offer("1.1.0", { forged: true });
  const program = join(home, "lab.AppImage");
  await writeFile(program, "the old one");
  const { app } = await openLab({ project, env: { APPIMAGE: program, XDG_CACHE_HOME: join(home, "cache") } });
  const boxes = await answerBoxes(app, "Download", "OK");
  await press(app, "checkForUpdates");
  await expect.poll(boxes).toHaveLength(2);
  expect((await boxes())[1]!.message).toMatch(
    /^The download of version 1\.1\.0 does not match the release \(ERR_CHECKSUM_MISMATCH\)/,
  );
  expect(await readFile(program, "utf8")).toBe("the old one");
  expect(await readdir(join(home, "cache", "dropout-lab-updater", "pending"))).toEqual([]);
});

test("with consent to each step the new version takes the place of this one and starts", async ({
  openLab,
  project,
  release,
  home,
}) => {
  const marker = join(home, "started");
  const content = `#!/bin/sh\necho new > '${marker}'\n`;
  release.offer("1.1.0", { content });
  const program = join(home, "lab.AppImage");
  await writeFile(program, "the old one");
  const { app } = await openLab({ project, env: { APPIMAGE: program, XDG_CACHE_HOME: join(home, "cache") } });
  await answerBoxes(app, "Download", "Install and restart");
  const closed = app.waitForEvent("close");
  await press(app, "checkForUpdates");
  await closed;
  expect(await readFile(program, "utf8")).toBe(content);
  await expect.poll(() => readFile(marker, "utf8").catch(() => "")).toBe("new\n");
});

test("no answer and nothing new are told to whoever asks, in their language", async ({
  openLab,
  project,
  release,
}) => {
  const { app, page } = await openLab({ project });
  const boxes = await answerBoxes(app);
  await press(app, "checkForUpdates");
  await expect.poll(boxes).toHaveLength(1);
  expect((await boxes())[0]!.message).toMatch(
    /could not check for a newer version: http.*ERR_UPDATER_CHANNEL_FILE_NOT_FOUND/,
  );
  release.offer("1.0.0");
  await press(app, "korean");
  await expect(page.getByRole("button", { name: "실행", exact: true })).toBeVisible();
  await expect.poll(async () => (await item(app, "checkForUpdates"))!.label).toBe("업데이트 확인…");
  await press(app, "checkForUpdates");
  await expect.poll(boxes).toHaveLength(2);
  expect((await boxes())[1]).toMatchObject({ message: expect.stringMatching(/1\.0\.0.*최신/) });
});

test("at the start only where that was allowed; offline not even when asked", async ({
  openLab,
  project,
  release,
  home,
}) => {
  release.offer("1.0.0");
  const kept = () => readFile(join(home, "window", "updates.json"), "utf8").catch(() => "");
  const first = await openLab({ project });
  await press(first.app, "updatesAtStart");
  await expect.poll(kept).toContain("atStart");
  await first.app.close();
  expect(paths(release)).toEqual([]);
  const second = await openLab({ project });
  await expect.poll(() => paths(release)).toEqual(["/latest-linux.yml"]);
  expect(await item(second.app, "updatesAtStart")).toMatchObject({ checked: true });
  await press(second.app, "updatesNever");
  await expect.poll(kept).toContain("never");
  expect(await item(second.app, "checkForUpdates")).toMatchObject({ enabled: false });
  await second.app.close();
  const third = await openLab({ project });
  expect(await item(third.app, "updatesNever")).toMatchObject({ checked: true });
  await press(third.app, "checkForUpdates");
  await train(third.page, smallExperiment("a"));
  expect(paths(release)).toHaveLength(1);
});

test("a copy that was built without an address shows nothing of updates in its menu", async ({
  lab: { app },
}) => {
  for (const id of ["noUpdates", "updates", "checkForUpdates", "updatesAtStart"])
    expect(await item(app, id)).toBeNull();
  const help = await labelsBeside(app, "diagnostics");
  expect(help).toContain("Copy Diagnostics");
  expect(help.join("\n")).not.toMatch(/update|version/i);
});
