import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LabError } from "../src/messages/failure";
import { setAside } from "../src/store/recovery";
import { Store } from "../src/store/store";
import { experiment } from "../src/store/testing";
import { openOrRescue } from "./rescue";

let folder: string;
let file: string;
const asked: { message: string; buttons: string[] }[] = [];
const open = () => new Store(file);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-rescue-"));
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
  return { file, language: "en", ask } as const;
}

/** A backup as a migration makes it. */
function keepBackup(): void {
  const store = new Store(join(folder, "lab.backup-version-2-2026-01-02T030405Z.sqlite"));
  store.createExperiment({ ...experiment, name: "backed up" });
  store.close();
}

test("a sound store is opened without a question", async () => {
  const store = await openOrRescue(open, person());
  expect(store!.experiments()).toEqual([]);
  store!.close();
  expect(asked).toEqual([]);
});

test("quitting leaves a damaged file as it is", async () => {
  writeFileSync(file, damage);
  expect(await openOrRescue(open, person("Quit"))).toBeNull();
  expect(asked).toEqual([{ message: expect.stringContaining(file), buttons: ["Start a new store", "Quit"] }]);
  expect(readdirSync(folder)).toEqual(["lab.sqlite"]);
  expect(readFileSync(file, "utf8")).toBe(damage);
});

test("a new store begins, and the damaged file is kept", async () => {
  writeFileSync(file, damage);
  const store = await openOrRescue(open, person("Start"));
  expect(store!.experiments()).toEqual([]);
  store!.close();
  const kept = readdirSync(folder).find((name) => name.startsWith("lab.set-aside-"))!;
  expect(readFileSync(join(folder, kept), "utf8")).toBe(damage);
});

test("the newest backup is restored, and asked for in Korean too", async () => {
  writeFileSync(file, damage);
  keepBackup();
  const store = await openOrRescue(open, { ...person("2026. 1. 2."), language: "ko" });
  expect(store!.experiments().map(({ name }) => name)).toEqual(["backed up"]);
  store!.close();
  expect(asked[0]!.buttons.slice(1)).toEqual(["새 저장소 시작", "종료"]);
});

test("a backup that is damaged too is told of, and another way is open", async () => {
  writeFileSync(file, damage);
  writeFileSync(join(folder, "lab.backup-version-2-2026-01-03T000000Z.sqlite"), damage);
  const store = await openOrRescue(open, person("Restore", "Start"));
  store!.close();
  expect(asked[1]!.message).toContain("lab.backup-version-2-2026-01-03");
});

test("what is not the file's fault is told, and the file is not touched", async () => {
  writeFileSync(join(folder, "file"), "");
  file = join(folder, "file", "lab.sqlite");
  expect(await openOrRescue(open, person("Quit"))).toBeNull();
  expect(asked[0]!.buttons).toEqual(["Quit"]);
});

test("a rollback journal goes with the file that it belongs to, and never into a new one", () => {
  writeFileSync(file, damage);
  writeFileSync(`${file}-journal`, "of the damaged file");
  const aside = setAside(file)!;
  expect(readFileSync(`${aside}-journal`, "utf8")).toBe("of the damaged file");
  expect(existsSync(`${file}-journal`)).toBe(false);
});

test.each(["en", "ko"] as const)(
  "a folder without locks: the box says which folder to choose, and how (%s)",
  async (language) => {
    const unfit = () => {
      throw new LabError("databaseFolderUnfit", { file, detail: "database is locked" });
    };
    expect(
      await openOrRescue(unfit, {
        file,
        language,
        ask: async (message, buttons) => {
          asked.push({ message, buttons });
          return buttons.length - 1;
        },
      }),
    ).toBeNull();
    expect(asked[0]!.message).toContain("DROPOUT_LAB_HOME");
    expect(asked[0]!.buttons).toHaveLength(1);
  },
);
