import { pathToFileURL } from "node:url";
import { SetUpError } from "./setup/error.mjs";
import { installPackages } from "./setup/packages.mjs";
import { createTeller } from "./setup/tell.mjs";

/** @import { FoundElectron } from "./electron.mjs" */
/** @import { Teller } from "./setup/tell.mjs" */
/** @import { TensorFlowRecord } from "./setup/tensorflow.mjs" */

/**
 * Installs whatever the lab lacks: npm packages, native TensorFlow, Electron, the built lab. If nothing is missing,
 * it takes a few milliseconds and prints nothing. Ends the process if a required step fails.
 * @param {object} options
 * @param {Teller} options.tell
 * @param {boolean} [options.retry] tries failed downloads again
 * @param {boolean} [options.electron] false if no window will be opened
 * @returns {Promise<{ tensorFlow: TensorFlowRecord, ownOps: string | null, electron: FoundElectron | { reason: string } | null }>}
 */
export async function setUp({ tell, retry = false, electron = true }) {
  try {
    if (Number.parseInt(process.versions.node) < 20) {
      throw new SetUpError(`Dropout Lab needs Node 20.19 or later; this is Node ${process.versions.node}.`);
    }
    await installPackages(tell);
    // The next steps may use the packages that were just installed.
    const { setUpTensorFlow } = await import("./setup/tensorflow.mjs");
    const { setUpOwnOps } = await import("./setup/own-ops.mjs");
    const { setUpElectron } = await import("./setup/electron.mjs");
    const { buildLab } = await import("./setup/build.mjs");
    const tensorFlow = await setUpTensorFlow({ tell, retry });
    const ownOps = await setUpOwnOps({ tell, retry, native: tensorFlow.native });
    const found = electron ? await setUpElectron({ tell, retry }) : null;
    await buildLab(tell);
    return { tensorFlow, ownOps, electron: found };
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    tell.detail(error.message);
    process.exit(1);
  }
}

/**
 * Says which backend and Electron the lab will use.
 * @param {Teller} tell
 * @param {Awaited<ReturnType<typeof setUp>>} result
 */
export function sayResult(tell, { tensorFlow, ownOps, electron }) {
  tell.step(
    tensorFlow.native
      ? `Native ${tensorFlow.source}`
      : `No native TensorFlow, so the lab computes with WebAssembly, which is slower: ${tensorFlow.source}. ` +
          "When that is put right: npm run setup",
  );
  if (tensorFlow.native) {
    tell.step(
      ownOps
        ? `TensorFlow's operations only, which are slower than the lab's own: ${ownOps}`
        : "The lab's own operations",
    );
  }
  if (!electron) return;
  if ("reason" in electron) tell.step(`No Electron, so no window: ${electron.reason}`);
  else if (electron.declared) tell.step(`Electron ${electron.version}`);
  else
    tell.step(`Electron ${electron.version}, a stand-in for the declared one, which could not be downloaded`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const tell = createTeller(process.stdout);
  sayResult(tell, await setUp({ tell, retry: true }));
}
