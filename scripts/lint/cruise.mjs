import { cruise } from "dependency-cruiser";

/** @import { Rule } from "./rooms.mjs" */

/**
 * Reads all imports of a project, those of types and of Vue's components too, and holds them against the rules.
 * @param {string} baseDir the project
 * @param {readonly string[]} folders in it
 * @param {readonly Rule[]} rules
 */
export async function cruiseProject(baseDir, folders, rules) {
  const { output } = await cruise([...folders], {
    baseDir,
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    validate: true,
    ruleSet: { forbidden: [...rules] },
  });
  if (typeof output === "string") throw new Error(output);
  return { modules: output.modules, violations: output.summary.violations };
}
