import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { npy, npz } from "../data/npz/testing";
import { png } from "../data/pictures/testing";
import { openTerminal } from "./testing";

/** Its bright column tells the class. */
function imageOf(index: number): Uint8Array {
  return Uint8Array.from(
    { length: 36 },
    (_, place) => ((place * 31 + index * 57) % 90) + (place % 6 === index % 3 ? 120 : 0),
  );
}
const idx = (kind: number, sides: readonly number[], values: Uint8Array) =>
  Buffer.concat([Buffer.from([0, 0, 8, kind, ...sides.flatMap((side) => [0, 0, 0, side])]), values]);

interface Answer {
  readonly rows: readonly { readonly outputs: readonly number[] }[];
}

test("the same new pictures as a folder, an .npz and an IDX file get the same predictions", async () => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  const terminal = openTerminal();
  try {
    const place = (name: string) => join(terminal.folder, name);
    const all = Array.from({ length: 60 }, (_, index) => imageOf(index));
    writeFileSync(place("pixels"), idx(3, [60, 6, 6], Buffer.concat(all)));
    writeFileSync(place("labels"), idx(1, [60], Buffer.from(all.map((_, index) => index % 3))));
    const document = terminal.write("columns.json", {
      name: "columns",
      data: { source: "idx", images: "pixels", labels: "labels", train: 40, validation: 20 },
      network: {
        layers: [
          { type: "dense", units: 8 },
          { type: "relu" },
          { type: "dropout", rate: 0.3 },
          { type: "dense", units: 3 },
        ],
      },
      training: { epochs: 8, batchSize: 8 },
      seeds: [1],
    });
    const ran = await terminal.lab("run", document);
    expect(ran.code, ran.errors).toBe(0);
    const run = terminal.stored()!.runs[0]!.id;

    const fresh = [100, 101, 102, 103, 104].map(imageOf);
    mkdirSync(place("new"));
    fresh.forEach((pixels, index) => writeFileSync(place(`new/${index}.png`), png(6, 6, pixels)));
    writeFileSync(place("new/5.png"), "no picture");
    writeFileSync(place("new.npz"), npz({ x: npy("|u1", [5, 6, 6], Buffer.concat(fresh)) }));
    writeFileSync(place("new-idx3-ubyte"), idx(3, [5, 6, 6], Buffer.concat(fresh)));
    const predicted = async (file: string) => {
      const asked = await terminal.lab("predict", run, file, "--passes", "10", "--json");
      expect(asked.code, asked.errors).toBe(0);
      const { rows } = JSON.parse(asked.output) as Answer;
      return {
        outputs: rows.map(({ outputs }) => outputs).filter(({ length }) => length > 0),
        errors: asked.errors,
      };
    };
    const folder = await predicted("new");
    expect(folder.errors).toContain("5 of 6 rows predicted");
    expect(folder.errors).toContain("5.png: ");
    expect(folder.outputs).toHaveLength(5);
    expect(new Set(folder.outputs.map(String)).size).toBeGreaterThan(2);
    expect((await predicted("new.npz")).outputs).toEqual(folder.outputs);
    expect((await predicted("new-idx3-ubyte")).outputs).toEqual(folder.outputs);

    expect(await terminal.lab("predict", run, "new", "--out", "new.csv")).toMatchObject({
      code: 0,
      output: "",
    });
    const lines = readFileSync(place("new.csv"), "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(7);
    expect(lines.map((line) => line.split(",")[0])).toEqual([
      "file",
      ...[0, 1, 2, 3, 4, 5].map((n) => `${n}.png`),
    ]);
  } finally {
    terminal.close();
    vi.unstubAllEnvs();
  }
});
