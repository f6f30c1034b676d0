import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { inlineCalls } from "./inlining";

test("V8 knows the flag, and its usual number is ours", () => {
  const { stdout } = spawnSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  expect(stdout).toContain("default: --max-inlined-bytecode-size-cumulative=920\n");
  for (const usual of [false, false, true]) expect(() => inlineCalls(usual)).not.toThrow();
});
