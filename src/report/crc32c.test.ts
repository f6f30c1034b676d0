import { expect, test } from "vitest";
import { crc32c } from "./crc32c";

/** RFC 3720, B.4, and the check value of the CRC catalogue. */
test.each([
  ["32 zeros", new Uint8Array(32), 0x8a9136aa],
  ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ["0 to 31", Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
  ["31 to 0", Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
  ["123456789", new TextEncoder().encode("123456789"), 0xe3069283],
  ["nothing", new Uint8Array(), 0],
])("%s", (_, bytes, sum) => {
  expect(crc32c(bytes)).toBe(sum);
});
