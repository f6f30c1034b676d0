import { constants } from "node:os";
import { LabError } from "../messages/failure";
import type { FailureCode } from "../messages/failures.en";

/** SQLite's error codes for its file and the disk: https://sqlite.org/rescode.html. */
const results = {
  damage: { codes: [11 /* CORRUPT */, 26 /* NOTADB */], message: /malformed|not a database/ },
  busy: { codes: [5 /* BUSY */], message: /is locked/ },
  full: { codes: [13 /* FULL */], message: /is full/ },
  readOnly: { codes: [8 /* READONLY */], message: /readonly/ },
  hindrance: {
    codes: [10 /* IOERR */, 14 /* CANTOPEN */, 15 /* PROTOCOL */],
    message: /disk I\/O|unable to open|locking protocol/,
  },
};
type Result = keyof typeof results;

/** null for our own mistakes and for errors that are not SQLite's. */
function resultOf(error: unknown): Result | null {
  if (!isOfSqlite(error)) return null;
  const { errcode, systemErrno, message } = error;
  // A quota or a limit on file size also means that there is no room, but SQLite only reports a failed write.
  if (systemErrno !== undefined && noRoom.includes(systemErrno)) return "full";
  for (const result of Object.keys(results) as Result[]) {
    const { codes, message: said } = results[result];
    // The low byte of an extended code is the primary one. The addon's `all()` throws errors without any.
    if (errcode === undefined ? said.test(message) : codes.includes(errcode & 0xff)) return result;
  }
  return null;
}

const { EDQUOT, EFBIG, ENOSPC } = constants.errno;
const noRoom = [EDQUOT, EFBIG, ENOSPC];

function isOfSqlite(error: unknown): error is Error & { errcode?: number; systemErrno?: number } {
  return error instanceof Error && (error as { code?: unknown }).code === "ERR_SQLITE_ERROR";
}

export function isDamage(error: unknown): boolean {
  return resultOf(error) === "damage";
}

export function isBusy(error: unknown): boolean {
  return resultOf(error) === "busy";
}

/** Whether the system refused a request of SQLite for a cause other than room or rights. */
export function isHindrance(error: unknown): boolean {
  return resultOf(error) === "hindrance";
}

/**
 * Errors while opening a file: every cause has a name. If a statement finds another error at that point, the file is
 * damaged.
 */
export function openingError(error: unknown, file: string): LabError {
  if (error instanceof LabError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new LabError(codeOf(error), { file, detail }, { cause: error });
}

const codes: Record<Result, FailureCode> = {
  damage: "databaseDamaged",
  busy: "databaseUnusable",
  full: "databaseDiskFull",
  readOnly: "databaseReadOnly",
  hindrance: "databaseUnusable",
};

/** The system's errors if the file's folder has to be made first: `man 2 mkdir`. */
const systemCodes: Readonly<Record<string, FailureCode>> = {
  ENOSPC: "databaseDiskFull",
  EDQUOT: "databaseDiskFull",
  EACCES: "databaseReadOnly",
  EPERM: "databaseReadOnly",
  EROFS: "databaseReadOnly",
};

function codeOf(error: unknown): FailureCode {
  const result = resultOf(error);
  if (result !== null) return codes[result];
  if (isOfSqlite(error)) return "databaseDamaged";
  return systemCodes[(error as NodeJS.ErrnoException).code ?? ""] ?? "databaseUnusable";
}

/** Whether the store's file or its disk refused a write, which may succeed later. */
export function isStoreFailure(error: unknown): error is LabError {
  const names: FailureCode[] = Object.values(codes);
  return error instanceof LabError && names.includes(error.code);
}

type Call = (...parameters: never[]) => unknown;

/**
 * Names the file's and the disk's errors in later statements; mistakes in our SQL stay unnamed errors.
 * @param name of the file, without its folder: the window shows these failures
 */
export function nameErrors(database: object, name: string): void {
  const attempt = (act: Call): Call => {
    return (...parameters) => {
      try {
        return act(...parameters);
      } catch (error) {
        throw resultOf(error) === null ? error : openingError(error, name);
      }
    };
  };
  const replace = (object: object, method: string, change: (act: Call) => Call) => {
    const act = ((object as Record<string, unknown>)[method] as Call).bind(object);
    // The addon's methods are read-only, but can be shadowed.
    Object.defineProperty(object, method, { value: change(act), configurable: true });
  };
  replace(database, "exec", attempt);
  replace(database, "prepare", (prepare) =>
    attempt((...parameters) => {
      const statement = prepare(...parameters) as object;
      for (const method of ["run", "get", "all"]) replace(statement, method, attempt);
      return statement;
    }),
  );
}
