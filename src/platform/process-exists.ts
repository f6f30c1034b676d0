/** It stands in set-up, which needs it before anything is built. */
export { isSameProcess, processExists, processMark } from "../../scripts/setup/process.mjs";
