import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, readFileSync } from "node:fs";
import { z } from "zod";
import { writeWhole } from "../artifacts/write-whole";
import { LabError } from "../messages/failure";

/**
 * Who may use the lab's shared files from another machine. The file keeps only the tokens' hashes: 256 random bits cannot be
 * guessed from them. It is read at each request, so that a token that was withdrawn opens nothing from then on.
 */
const tokensSchema = z.array(
  z.strictObject({ name: z.string(), made: z.string(), sha256: z.string().length(64) }),
);
type Token = z.infer<typeof tokensSchema>[number];

const mostTokens = 10_000;

export class WorkerTokens {
  constructor(private readonly file: string) {}

  /**
   * @returns the token, which is kept nowhere
   * @throws LabError `workerTokenName`, `workerTokenThere`, `workerTokensNotRead`, `tooManyWorkerTokens`
   */
  async make(name: string): Promise<string> {
    if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u.test(name)) throw new LabError("workerTokenName", { name });
    const tokens = this.read();
    if (tokens.some((token) => token.name === name)) throw new LabError("workerTokenThere", { name });
    if (tokens.length >= mostTokens) throw new LabError("tooManyWorkerTokens", { limit: mostTokens });
    const token = `dlw_${randomBytes(32).toString("base64url")}`;
    await this.write([...tokens, { name, made: new Date().toISOString(), sha256: digestOf(token) }]);
    return token;
  }

  /** In the order in which they were made. @throws LabError `workerTokensNotRead` */
  list(): readonly { readonly name: string; readonly made: string }[] {
    return this.read().map(({ name, made }) => ({ name, made }));
  }

  /** @throws LabError `noSuchWorkerToken`, `workerTokensNotRead` */
  async withdraw(name: string): Promise<void> {
    const tokens = this.read();
    const left = tokens.filter((token) => token.name !== name);
    if (left.length === tokens.length) throw new LabError("noSuchWorkerToken", { name });
    await this.write(left);
  }

  /** @returns the name of a token that is in force; null for any other text. @throws LabError `workerTokensNotRead` */
  nameOf(token: string): string | null {
    const given = Buffer.from(digestOf(token));
    return this.read().find(({ sha256 }) => timingSafeEqual(Buffer.from(sha256), given))?.name ?? null;
  }

  private read(): Token[] {
    try {
      return tokensSchema.parse(JSON.parse(readFileSync(this.file, "utf8")));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      // Nobody is let in, and nothing is written over what a person may mend.
      throw new LabError("workerTokensNotRead", { file: this.file }, { cause: error });
    }
  }

  private async write(tokens: readonly Token[]): Promise<void> {
    await writeWhole(this.file, `${JSON.stringify(tokens, null, 2)}\n`);
    chmodSync(this.file, 0o600);
  }
}

function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
