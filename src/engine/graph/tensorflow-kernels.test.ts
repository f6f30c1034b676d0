import { onNative } from "./testing";
import { expect, test } from "vitest";
import { addOwnOps } from "./own-ops";

/** The engine where the lab's own operations cannot be compiled, in a process of its own. */
process.env["DROPOUT_LAB_KERNELS"] = "tensorflow";
onNative(() => {
  test("they are TensorFlow's", () => {
    expect(addOwnOps()).toBeNull();
  });
});
await import("./engines-agree.test");
await import("./evaluation.test");
