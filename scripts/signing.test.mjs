import { expect, test } from "vitest";
import { signingFor } from "./signing.mjs";

const apple = { APPLE_ID: "a", APPLE_APP_SPECIFIC_PASSWORD: "b", APPLE_TEAM_ID: "c" };

test("what is not in the environment is skipped, and said with its reason", () => {
  expect(signingFor("linux", {}).said).toEqual([expect.stringContaining("SHA256SUMS")]);
  expect(signingFor("win32", { CSC_LINK: "" }).said[0]).toMatch(
    /skipped, for WIN_CSC_LINK or CSC_LINK is not set/,
  );
  const { said, configuration } = signingFor("darwin", { ...apple, CSC_LINK: "" });
  expect(said[0]).toMatch(/skipped, for CSC_LINK is not set/);
  expect(said[1]).toMatch(/^Notarisation: skipped/);
  expect(configuration.mac).toEqual({ identity: "-", hardenedRuntime: false, notarize: false });
});

test("what is there is used", () => {
  expect(signingFor("win32", { CSC_LINK: "x" }).said).toEqual(["Signing: with the certificate in CSC_LINK"]);
  expect(signingFor("win32", { CSC_LINK: "x", WIN_CSC_LINK: "y" }).said[0]).toMatch(/WIN_CSC_LINK$/);
  expect(signingFor("darwin", { ...apple, CSC_LINK: "x" })).toEqual({
    said: [
      "Signing: with the certificate in CSC_LINK",
      expect.stringMatching(/^Notarisation: with APPLE_ID/),
    ],
    configuration: { mac: { notarize: true } },
  });
});

test("half of what the notary wants is not enough", () => {
  const { said, configuration } = signingFor("darwin", { CSC_LINK: "x", APPLE_ID: "a" });
  expect(said[1]).toMatch(/skipped, for neither APPLE_API_KEY.* nor APPLE_ID/);
  expect(configuration.mac?.notarize).toBe(false);
});
