import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { npy, npz } from "../data/npz/testing";
import { cmykJpeg, png, writeFiles } from "../data/pictures/testing";
import { openTerminal } from "./testing";

test("lab data tells of a folder of images what is read, and what is left out by name", async () => {
  const terminal = openTerminal();
  try {
    const files: Record<string, Uint8Array> = { "cats/broken.png": Buffer.of(1), "dogs/print.jpg": cmykJpeg };
    for (let index = 0; index < 40; index++)
      files[`${index % 2 ? "dogs" : "cats"}/${index}.png`] = png(6, 5, new Uint8Array(30).fill(index));
    writeFiles(join(terminal.folder, "pets"), files);
    const { code, output, errors } = await terminal.lab("data", "pets");
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toMatch(/^40 samples, images of 5 × 6, grey\nimages in folders, one for each class\n/);
    expect(output).toMatch(/^task: classification, 2 classes$/m);
    expect(output).toMatch(
      /^splits: 28 to train with, 6 to validate with and 6 to test with, stratified by class$/m,
    );
    expect(output).toMatch(/^cats +14 +3 +3$/m);
    expect(output).toMatch(/^warning: Left out as broken or no images: 1 \(cats\/broken\.png\)$/m);
    expect(output).toMatch(
      /^warning: Left out as JPEG in the colours of print \(CMYK\): 1 \(dogs\/print\.jpg\)/m,
    );

    const json = await terminal.lab("data", "pets", "--json");
    expect(JSON.parse(json.output)).toMatchObject({
      source: "pictures",
      samples: 40,
      image: [5, 6, 1],
      features: 30,
      task: "classification",
      classes: ["cats", "dogs"],
      settings: { height: 5, width: 6, channels: 1 },
      splits: { train: 28, validation: 6, test: 6 },
      notes: [{ code: "picturesBroken" }, { code: "picturesCmyk" }],
      problems: [],
    });
    const refused = await terminal.lab("data", "pets", "--target", "cats");
    expect([refused.code, refused.errors]).toEqual([2, "--target: only for tables, and pets is none.\n"]);
  } finally {
    terminal.close();
  }
});

test("lab data tells of arrays their names, and why they cannot be trained on", async () => {
  const terminal = openTerminal();
  try {
    const x = npy("<f4", [40, 2], Buffer.alloc(320, 1));
    const labels = Uint8Array.from({ length: 40 }, (_, index) => index % 4);
    writeFileSync(join(terminal.folder, "mine.npz"), npz({ x, y: npy("|u1", [40], labels) }));
    const sound = await terminal.lab("data", "mine.npz");
    expect(sound.code, sound.errors).toBe(0);
    expect(sound.output).toMatch(/^40 samples, 2 features\nNumPy arrays\narrays: x, y\n/);
    writeFileSync(join(terminal.folder, "two.npz"), npz({ x, other: npy("|u1", [39], labels.subarray(1)) }));
    const { code, output, errors } = await terminal.lab("data", "two.npz");
    expect(code).toBe(2);
    expect(output + errors).toMatch(/problem: /);
  } finally {
    terminal.close();
  }
});
