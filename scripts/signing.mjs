/** @typedef {import("electron-builder").Configuration} Configuration */

const certificates = /** @type {const} */ ({ darwin: ["CSC_LINK"], win32: ["WIN_CSC_LINK", "CSC_LINK"] });

/** Any one of these sets identifies the person to Apple's notary. */
const notaries = [
  ["APPLE_API_KEY", "APPLE_API_KEY_ID", "APPLE_API_ISSUER"],
  ["APPLE_ID", "APPLE_APP_SPECIFIC_PASSWORD", "APPLE_TEAM_ID"],
];

/**
 * Decides from the environment what is signed, and says what is not signed and why. electron-builder reads the
 * secrets itself.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} environment an empty variable, as in a workflow without the secret, counts as missing
 * @returns {{ said: string[], configuration: Configuration }}
 */
export function signingFor(platform, environment) {
  if (platform !== "darwin" && platform !== "win32") {
    return { said: ["Signing: none, for Linux has none of its own; see SHA256SUMS"], configuration: {} };
  }
  const names = certificates[platform];
  const found = names.find((name) => environment[name]);
  if (platform === "win32") {
    const missing = `Signing: skipped, for ${names.join(" or ")} is not set; Windows will warn of an unknown publisher`;
    return { said: [found ? `Signing: with the certificate in ${found}` : missing], configuration: {} };
  }
  const notary = notaries.find((set) => set.every((name) => environment[name]));
  if (!found) {
    return {
      said: [
        `Signing: skipped, for CSC_LINK is not set; only ad hoc, so that it runs, and macOS asks before it opens it`,
        "Notarisation: skipped, for only what is signed can be notarised",
      ],
      // A hardened program loads only libraries of its own team, and an ad hoc signature has no team.
      configuration: { mac: { identity: "-", hardenedRuntime: false, notarize: false } },
    };
  }
  const sets = notaries.map((set) => set.join(", ")).join(", nor ");
  return {
    said: [
      `Signing: with the certificate in ${found}`,
      notary
        ? `Notarisation: with ${notary.join(", ")}`
        : `Notarisation: skipped, for neither ${sets} are set`,
    ],
    configuration: { mac: { notarize: notary !== undefined } },
  };
}
