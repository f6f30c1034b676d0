import { LabError } from "../messages/failure";

/** What SQLite says of its file and of the disk: https://sqlite.org/rescode.html. */
const results = {
  damage: { codes: [11 /* CORRUPT */, 26 /* NOTADB */], message: /malformed|not a database/ },
  busy: { codes: [5 /* BUSY */], message: /is locked/ },
  hindrance: {
    codes: [8 /* READONLY */, 10 /* IOERR */, 13 /* FULL */, 14 /* CANTOPEN */],
    message: /readonly|disk I\/O|is full|unable to open/,
  },
};
type Result = keyof typeof results;

/** null for our own mistakes and for what is not of SQLite. */
function resultOf(error: unknown): Result | null {
  if (!isOfSqlite(error)) return null;
  const { errcode, message } = error;
  for (const result of Object.keys(results) as Result[]) {
    const { codes, message: said } = results[result];
    // The low byte of an extended code is the primary one. The addon's `all()` throws errors without any.
    if (errcode === undefined ? said.test(message) : codes.includes(errcode & 0xff)) return result;
  }
  return null;
}

function isOfSqlite(error: unknown): error is Error & { errcode?: number } {
  return error instanceof Error && (error as { code?: unknown }).code === "ERR_SQLITE_ERROR";
}

export function isDamage(error: unknown): boolean {
  return resultOf(error) === "damage";
}

export function isBusy(error: unknown): boolean {
  return resultOf(error) === "busy";
}

/** What hinders the opening of a file: every cause has a name. Statements that find something else there find damage. */
export function openingError(error: unknown, file: string): LabError {
  if (error instanceof LabError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const result = resultOf(error);
  const isOfFile = result === "damage" || (result === null && isOfSqlite(error));
  const code = isOfFile ? "databaseDamaged" : "databaseUnusable";
  return new LabError(code, { file, detail }, { cause: error });
}

type Call = (...parameters: never[]) => unknown;

/**
 * Names what the file or the disk does to later statements; mistakes in our SQL stay what they are.
 * @param name of the file, without its folder: these failures are told to the window
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
    // The addon's methods are read-only, but may be covered.
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
