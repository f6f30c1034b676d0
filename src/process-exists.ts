/** The set-up asks this too, before anything is built, so it stands there. */
export { isSameProcess, processExists, processMark } from "../scripts/setup/process.mjs";
