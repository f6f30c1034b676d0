// Runs in a separate process after native/ was compiled, because what a processor cannot run crashes its process.
import { createRequire } from "node:module";
import { join } from "node:path";
import { addonPath, packageFolder } from "./tensorflow-sources.mjs";

process.env["TF_CPP_MIN_LOG_LEVEL"] = "2";
const requireFile = createRequire(import.meta.url);
requireFile(join(packageFolder, addonPath));
const ownOps = requireFile(process.argv[2] ?? "");
if (!ownOps.add(1)) throw new Error("the processor has neither AVX2 nor AVX-512, or TensorFlow refused them");
