// Loaded by bench/start.ts into `lab run` and its trainers: writes when each part of the start begins, as lines of JSON.
import { appendFileSync } from "node:fs";
import Module from "node:module";
import { isMainThread } from "node:worker_threads";

/** @typedef {(...parameters: unknown[]) => unknown} Call */

const { LAB_PARTS: file } = process.env;
const program = /(cli|trainer)\.cjs$/.exec(process.argv[1] ?? "")?.[1];
if (file && program && isMainThread) {
  note("node", 0, { user: 0, system: 0 });
  note("modules");
  watch(Module, "_load", {
    before: ([name]) => name === "./trainer-tf-core.node.cjs" && note("backend"),
    after: ([name]) => name === "./cli-program.cjs" && note("document"),
  });
  /** @param {unknown[]} parameters */
  const isLibrary = ([, path]) => String(path).includes("libtensorflow");
  watch(process, "dlopen", {
    before: (parameters) => isLibrary(parameters) && note("library"),
    after: (parameters) => isLibrary(parameters) && note("data"),
  });
  if (process.send) {
    const parts = new Map(
      Object.entries({ prepared: "graph", progress: "steps", epochs: "measures", done: "end" }),
    );
    watch(process, "send", {
      before([message]) {
        const part = parts.get(/** @type {{ type: string }} */ (message).type);
        if (part) note(part);
      },
    });
  } else {
    watch(process.stderr, "write", {
      before([text]) {
        if (/: \d+ runs\./.test(String(text))) note("waits");
        if (String(text).startsWith("done")) note("result");
      },
    });
    process.on("exit", () => note("end"));
  }
}

/** @param {string} what begins now */
function note(what, at = performance.now(), { user, system } = process.cpuUsage()) {
  const cpu = (user + system) / 1000;
  const line = { program, pid: process.pid, what, at: performance.timeOrigin + at, cpu };
  appendFileSync(String(file), `${JSON.stringify(line)}\n`);
}

/**
 * @param {object} owner of a function
 * @param {string} name
 * @param {{ before?: (parameters: unknown[]) => unknown, after?: (parameters: unknown[]) => unknown }} listeners
 */
function watch(owner, name, { before, after }) {
  const functions = /** @type {Record<string, Call>} */ (owner);
  const call = /** @type {Call} */ (functions[name]);
  functions[name] = function (...parameters) {
    before?.(parameters);
    try {
      return call.apply(this, parameters);
    } finally {
      after?.(parameters);
    }
  };
}
