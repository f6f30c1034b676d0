import type { Failure } from "../messages/failure";

/** What `lab` tells the shell; --help lists it. */
export const exitCodes = {
  done: 0,
  /** A run failed, or something unexpected went wrong. */
  failed: 1,
  /** The command line or the document has problems; nothing was trained. */
  faults: 2,
  /** 128 + the signal's number, as in shells. */
  interrupted: 130,
  terminated: 143,
} as const;

export const exitCodesHelp = `
Exit codes:
  0    success
  1    a run failed, or something unexpected went wrong
  2    the command line or the document has problems; nothing was trained
  130  stopped with Ctrl-C; measured epochs are kept
  143  stopped with SIGTERM; measured epochs are kept
`;

const faultCodes: ReadonlySet<string> = new Set([
  "queueAddress",
  "queueNoShared",
  "queueCertificate",
  "documentNotRead",
  "documentSyntax",
  "documentEndsEarly",
  "documentTooLarge",
  "folderInUse",
  "documentTooManyValues",
  "resultFaults",
  "idNotUnique",
  "noSuchVariant",
  "noSuchVariantNear",
  "tableWishesUnused",
  "oneClass",
  "noWeightsAfter",
  "noSuchRow",
  "stepNotTaken",
  "noPlane",
  "noSuchInput",
  "inputsArePictures",
  "valueNoNumber",
  "valueNoCategory",
  "slurmHalving",
  "slurmFolderName",
  "slurmNoSweep",
]);

/** Whether the command line or one of its files caused the failure. */
export function codeOf({ code }: Failure): number {
  const isFault = faultCodes.has(code) || /^(csv|file|table)[A-Z]/.test(code);
  return isFault ? exitCodes.faults : exitCodes.failed;
}
