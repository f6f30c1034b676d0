// Loaded by bench/start.ts into `lab run` and its trainers: writes when each part of the start begins, as lines of JSON.
import { appendFileSync } from "node:fs";
import Module from "node:module";
import { isMainThread } from "node:worker_threads";

const { LAB_PARTS: file } = process.env;
const program = /(cli|trainer)\.cjs$/.exec(process.argv[1] ?? "")?.[1];
if (file && program && isMainThread) {
  const note = (what, at = performance.now(), { user, system } = process.cpuUsage()) => {
    const cpu = (user + system) / 1000;
    const line = { program, pid: process.pid, what, at: performance.timeOrigin + at, cpu };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
  note("node", 0, { user: 0, system: 0 });
  note("modules");
  const load = Module._load;
  Module._load = function (name, ...others) {
    if (name === "./trainer-tf-core.node.cjs") note("backend");
    const loaded = load.call(this, name, ...others);
    if (name === "./cli-program.cjs") note("document");
    return loaded;
  };
  const open = process.dlopen;
  process.dlopen = (module, path, ...others) => {
    const isLibrary = path.includes("libtensorflow");
    if (isLibrary) note("library");
    try {
      return open.call(process, module, path, ...others);
    } finally {
      if (isLibrary) note("data");
    }
  };
  if (process.send) {
    const send = process.send;
    const names = {
      prepared: "graph",
      progress: "steps",
      epochs: "measures",
      epoch: "measures",
      done: "end",
    };
    process.send = function (message, ...others) {
      if (message.type in names) note(names[message.type]);
      return send.call(this, message, ...others);
    };
  } else {
    const write = process.stderr.write;
    process.stderr.write = function (text, ...others) {
      if (/: \d+ runs\./.test(text)) note("waits");
      if (/^done/.test(text)) note("result");
      return write.call(this, text, ...others);
    };
    process.on("exit", () => note("end"));
  }
}
