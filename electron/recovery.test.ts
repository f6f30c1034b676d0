import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Language, languages } from "../src/messages/language";
import { setAside } from "../src/store/recovery";
import { Store } from "../src/store/store";
import { experiment } from "../src/store/testing";
import { openOrRecover } from "./recovery";

let folder: string;
let file: string;
const asked: { message: string; buttons: string[] }[] = [];
const open = () => new Store(file);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-recovery-"));
  file = join(folder, "lab.sqlite");
  asked.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const damage = "damage that is long enough to be read as a header of something";

/** Answers the dialogs with these buttons, one after another. */
function person(...answers: string[]) {
  const ask = async (message: string, buttons: string[]) => {
    asked.push({ message, buttons });
    const answer = answers.shift()!;
    return buttons.findIndex((button) => button.startsWith(answer));
  };
  return { file, language: "en", ask, chooseFolder: async () => null } as const;
}

/** A backup as a migration makes it. */
function keepBackup(): void {
  const store = new Store(join(folder, "lab.backup-version-2-2026-01-02T030405Z.sqlite"));
  store.createExperiment({ ...experiment, name: "backed up" });
  store.close();
}

test("a sound store is opened without a question", async () => {
  const store = await openOrRecover(open, person());
  expect(store!.experiments()).toEqual([]);
  store!.close();
  expect(asked).toEqual([]);
});

test("quitting leaves a damaged file as it is", async () => {
  writeFileSync(file, damage);
  expect(await openOrRecover(open, person("Quit"))).toBeNull();
  expect(asked).toEqual([{ message: expect.stringContaining(file), buttons: ["Start a new store", "Quit"] }]);
  expect(readdirSync(folder)).toEqual(["lab.sqlite"]);
  expect(readFileSync(file, "utf8")).toBe(damage);
});

test("a new store begins, and the damaged file is kept", async () => {
  writeFileSync(file, damage);
  const store = await openOrRecover(open, person("Start"));
  expect(store!.experiments()).toEqual([]);
  store!.close();
  const kept = readdirSync(folder).find((name) => name.startsWith("lab.set-aside-"))!;
  expect(readFileSync(join(folder, kept), "utf8")).toBe(damage);
});

test("the newest backup is restored, and asked for in Korean too", async () => {
  writeFileSync(file, damage);
  keepBackup();
  const store = await openOrRecover(open, { ...person("2026. 1. 2."), language: "ko" });
  expect(store!.experiments().map(({ name }) => name)).toEqual(["backed up"]);
  store!.close();
  expect(asked[0]!.buttons.slice(1)).toEqual(["새 저장소 시작", "종료"]);
});

test("a backup that is damaged too is told of, and another way is open", async () => {
  writeFileSync(file, damage);
  writeFileSync(join(folder, "lab.backup-version-2-2026-01-03T000000Z.sqlite"), damage);
  const store = await openOrRecover(open, person("Restore", "Start"));
  store!.close();
  expect(asked[1]!.message).toContain("lab.backup-version-2-2026-01-03");
});

test("what is not the file's fault is told, and the file is not touched", async () => {
  writeFileSync(join(folder, "file"), "");
  file = join(folder, "file", "lab.sqlite");
  expect(await openOrRecover(open, person("Quit"))).toBeNull();
  expect(asked[0]!.buttons).toEqual(["Choose another folder…", "Try again", "Quit"]);
});

test("a rollback journal goes with the file that it belongs to, and never into a new one", () => {
  writeFileSync(file, damage);
  writeFileSync(`${file}-journal`, "of the damaged file");
  const aside = setAside(file)!;
  expect(readFileSync(`${aside}-journal`, "utf8")).toBe("of the damaged file");
  expect(existsSync(`${file}-journal`)).toBe(false);
});

describe("a folder that cannot be used", () => {
  let other: string;
  beforeEach(() => {
    other = join(folder, "other");
    vi.stubEnv("XDG_CONFIG_HOME", join(folder, "config"));
    vi.stubEnv("XDG_DATA_HOME", join(folder, "data"));
    vi.stubEnv("DROPOUT_LAB_HOME", undefined);
    vi.resetModules();
  });
  afterEach(() => vi.unstubAllEnvs());

  /** A start of the program whose usual folder has no locks. @param chosen the folders of the dialog, in their order */
  async function start(language: Language, chosen: (string | null)[], ...answers: string[]) {
    vi.resetModules();
    const { openOrRecover } = await import("./recovery");
    const { databaseFile, labFolder } = await import("../src/store/folders");
    // The same class as that of the fresh modules.
    const { LabError } = await import("../src/messages/failure");
    const { Store } = await import("../src/store/store");
    const store = await openOrRecover(
      () => {
        const file = databaseFile();
        if (!file.startsWith(other))
          throw new LabError("databaseFolderUnfit", { file, detail: "database is locked" });
        return new Store(file);
      },
      {
        ...person(...answers),
        language,
        get file() {
          return databaseFile();
        },
        chooseFolder: async () => chosen.shift() ?? null,
      },
    );
    store?.close();
    return { opened: store !== null, folder: labFolder() };
  }

  test.each(languages)("the box says which folder to choose, and how (%s)", async (language) => {
    const quit = { en: "Quit", ko: "종료" }[language];
    expect(await start(language, [], quit)).toMatchObject({ opened: false });
    expect(asked[0]!.message).toContain("DROPOUT_LAB_HOME");
    expect(asked[0]!.buttons).toEqual(
      { en: ["Choose another folder…", "Try again", "Quit"], ko: ["다른 폴더 선택…", "다시 시도", "종료"] }[
        language
      ],
    );
  });

  test("another one is used at once, and at every later start", async () => {
    expect(await start("en", [other], "Choose")).toEqual({ opened: true, folder: other });
    expect(asked).toHaveLength(1);
    expect(existsSync(join(other, "lab.sqlite"))).toBe(true);
    asked.length = 0;
    expect(await start("en", [])).toEqual({ opened: true, folder: other });
    expect(asked).toEqual([]);
  });

  test("another one that cannot be used either is told, and not remembered; so is a dialog without a choice", async () => {
    const unfit = join(folder, "unfit");
    expect(await start("en", [null, unfit], "Choose", "Choose", "Try", "Quit")).toEqual({
      opened: false,
      folder: unfit,
    });
    expect(asked.map(({ message }) => message.includes(join(folder, "data")))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(asked.at(-1)!.message).toContain(join(unfit, "lab.sqlite"));
    expect((await start("en", [], "Quit")).folder).toBe(join(folder, "data", "dropout-lab"));
  });

  test("that the environment names: another one is used until the lab is closed, and the person learns how to keep it", async () => {
    vi.stubEnv("DROPOUT_LAB_HOME", join(folder, "named"));
    expect(await start("en", [other], "Choose", "OK")).toEqual({ opened: true, folder: other });
    expect(asked[1]).toEqual({
      message: `The lab uses ${other} until it is closed. To keep it there, set the environment variable DROPOUT_LAB_HOME to this folder.`,
      buttons: ["OK"],
    });
    expect((await start("en", [], "Quit")).folder).toBe(join(folder, "named"));
  });

  test("a remembered folder that is not there any more is not made anew", async () => {
    await start("en", [other], "Choose");
    renameSync(other, join(folder, "unplugged"));
    expect((await start("en", [], "Quit")).folder).toBe(join(folder, "data", "dropout-lab"));
    expect(existsSync(other)).toBe(false);
  });

  test("a memory that is damaged counts as none", async () => {
    mkdirSync(join(folder, "config/dropout-lab"), { recursive: true });
    for (const text of ["", "{", "3", "null", '{"folder":"relative"}', '{"folder":5}']) {
      writeFileSync(join(folder, "config/dropout-lab/home.json"), text);
      expect((await start("en", [], "Quit")).folder).toBe(join(folder, "data", "dropout-lab"));
    }
  });
});
