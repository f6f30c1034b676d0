import { useCompiledCode } from "../platform/compiled-code";

/** The entry of dist/trainer.cjs. */
useCompiledCode(__dirname);
void import("./trainer").then(({ runTrainer }) => runTrainer());
