import { expect, test } from "vitest";
import { addOwnOps } from "./own-ops";
import { onNative } from "./testing";

/** The lab's own operations as they are on a processor without AVX-512, in a process of their own. */
process.env["DROPOUT_LAB_KERNELS"] = "avx2";
onNative(() => {
  test("they use AVX2", (context) => {
    const kernels = addOwnOps();
    context.skip(!kernels, "the lab's own operations are not there: npm run setup says why");
    expect(kernels).toBe("avx2");
  });
});
await import("./random.test");
await import("./products.test");
await import("./chain.test");
await import("./windows.test");
await import("./tanh.test");
