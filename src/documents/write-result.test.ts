import fc from "fast-check";
import { expect, test } from "vitest";
import { weightsFile } from "./write-result";

test.each([
  ["no dropout", 1, "01-no-dropout-seed-7.safetensors"],
  ["p = 0.3", 12, "12-p-0.3-seed-7.safetensors"],
  ["../../etc/passwd", 3, "03-etc-passwd-seed-7.safetensors"],
  ["드롭아웃", 4, "04-드롭아웃-seed-7.safetensors"],
  ["드랍 확률 0.3".normalize("NFD"), 4, "04-드랍-확률-0.3-seed-7.safetensors"],
  ["без дропаута", 4, "04-без-дропаута-seed-7.safetensors"],
  ["???", 4, "04-seed-7.safetensors"],
  ["CON", 5, "05-con-seed-7.safetensors"],
])("the weights of %j lie in a file of a plain name", (variant, number, name) => {
  expect(weightsFile(number, variant, 7)).toBe(name);
});

test("no variant's name can lead out of the folder or past a file system's limit", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.nat(9999),
      fc.nat(0xffffffff),
      (variant, number, seed) => {
        const name = weightsFile(number, variant, seed);
        expect(name).toMatch(/^\d{2,4}(-[^\p{Z}\p{Cc}\p{Cs}<>:"/\\|?*]+)?-seed-\d+\.safetensors$/u);
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
      },
    ),
  );
});
