import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
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

test("the parts of a file tell the same as the whole", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dropout-lab-encoding-"));
  const path = join(folder, "text");
  const lines = ["size,colour", "1,red", "2,파랑", "3,grün", "4,a😀", ""].join("\n");
  const files = [
    ...["utf-8", "cp949", "utf-16le", "utf-16be", "gb18030"].map((name) => iconv.encode(lines, name)),
    iconv.encode(lines, "utf-8", { addBOM: true }),
    iconv.encode(lines, "utf-16le", { addBOM: true }),
    Buffer.from(lines.replaceAll("\n", "\r")),
    // Broken near the end; and no text.
    Buffer.concat([Buffer.from(lines.repeat(20)), Buffer.of(0xed, 0x0a)]),
    Buffer.concat([Buffer.from(lines), Buffer.of(0)]),
  ];
  try {
    for (const file of files) {
      writeFileSync(path, file);
      const whole = await guessEncoding(path, undefined, Infinity);
      for (const length of [1, 2, 3, 5, 7, 11, 20, 1000]) {
        expect(await guessEncoding(path, undefined, length)).toEqual(whole);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
