/** Folders below the lab's that hold what pages gave it. */
export const givenFolders = ["uploads", "pasted"] as const;

/** Below the lab's folder: the files that machines share, and the hashes of the tokens that open them. */
export const sharedFolder = "shared";
export const tokensFile = "worker-tokens.json";
