import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { guessEncoding } from "./encoding";

test("a single byte beyond ASCII is seen wherever it stands", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dropout-lab-encoding-"));
  const path = join(folder, "text");
  try {
    for (let length = 1; length <= 20; length++) {
      const text = Buffer.alloc(length, "a");
      writeFileSync(path, text);
      expect(await guessEncoding(path)).toEqual({ encodings: ["utf-8"] });
      for (let place = 0; place < length; place++) {
        const odd = Buffer.from(text);
        odd[place] = 0xe9;
        writeFileSync(path, odd);
        expect(await guessEncoding(path), `${place} of ${length}`).not.toEqual({ encodings: ["utf-8"] });
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
