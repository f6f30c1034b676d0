import { spawn } from "node:child_process";

/**
 * Runs npm with its messages on our standard error, where `npm run -s lab` does not disturb the lab's output.
 * @param {string[]} parameters
 * @param {string} folder
 * @returns {Promise<number | null>}
 */
export function npm(parameters, folder) {
  // Under `npm start`, npm passes its own path; it need not be on PATH.
  const script = process.env["npm_execpath"];
  const [command, prefix] = script?.endsWith(".js") ? [process.execPath, [script]] : ["npm", []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...prefix, ...parameters], {
      cwd: folder,
      stdio: ["ignore", 2, 2],
      shell: command === "npm" && process.platform === "win32",
    });
    child.once("error", reject);
    child.once("close", resolve);
  });
}
