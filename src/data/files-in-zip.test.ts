import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { failureOf, temporaryFolder } from "../lab/testing";
import { withZip } from "./files-in-zip";
import { zipOf } from "./npz/testing";

const folder = temporaryFolder();
afterAll(folder.remove);

test.each([0, 200])("damage that is met %i ms before anybody reads is told to whoever reads", async (ms) => {
  const name = "a.csv";
  const bytes = zipOf({ [name]: Buffer.from("x;kind\n1;a\n2;b\n".repeat(100)) }, true);
  // The first bits of the packed bytes: a kind of block that does not exist.
  bytes[30 + name.length] = 0x07;
  const path = join(folder.path, "damaged.zip");
  writeFileSync(path, bytes);
  const reading = withZip(path, async (files) => {
    for await (const file of files) {
      await file.read(async (reader) => {
        await wait(ms);
        await reader.read(1000);
      });
    }
  });
  expect((await failureOf(reading)).code).toBe("fileDamaged");
});
