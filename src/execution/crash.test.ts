import { expect, test } from "vitest";
import { crashOf } from "./crash";

const chatter =
  "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n" +
  "I0000 00:00:1795443228.251294   13015 port.cc:153] oneDNN custom operations are on.\n\n";

test.each([
  [
    { code: null, signal: "SIGKILL", stderrTail: chatter },
    "trainerKilled",
    { signal: "SIGKILL", detail: "-" },
  ],
  [
    {
      code: null,
      signal: "SIGABRT",
      stderrTail: `${chatter}terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n`,
    },
    "trainerOutOfMemory",
    { detail: "bad_alloc'" },
  ],
  [{ code: null, signal: "SIGSEGV", stderrTail: "" }, "trainerCrashed", { signal: "SIGSEGV", detail: "-" }],
  [
    {
      code: 1,
      signal: null,
      stderrTail:
        "/x/trainer.cjs:3\n  throw error\n  ^\n\nTypeError: a is not b\n    at f (x:1)\n\nNode.js v20\n",
    },
    "trainerExited",
    { exitCode: 1, detail: "TypeError: a is not b" },
  ],
  [{ code: null, signal: null, stderrTail: "spawn ENOENT" }, "trainerNotStarted", { detail: "spawn ENOENT" }],
])("%j is called %s", (exit, code, parameters) => {
  expect(crashOf(exit)).toMatchObject({ code, parameters });
});
