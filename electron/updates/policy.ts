import { readFileSync } from "node:fs";
import { z } from "zod";
import { jsonText, writeOwnDocument } from "../../src/documents/documents";

/** When the lab may check its update address. `never` is the offline mode: no request, not even on demand. */
export const policies = ["never", "asked", "atStart"] as const;
export type Policy = (typeof policies)[number];

const schema = z.object({ updates: z.enum(policies) });

/** The person's choice, kept in a file. An unreadable file allows no automatic check. */
export class UpdatePolicy {
  private current: Policy;

  constructor(private readonly file: string) {
    this.current = read(file);
  }

  get value(): Policy {
    return this.current;
  }

  /** @throws LabError `documentNotWritten`; then the choice holds only until the lab is closed */
  async set(policy: Policy): Promise<void> {
    this.current = policy;
    await writeOwnDocument(this.file, jsonText({ updates: policy }), true);
  }
}

function read(file: string): Policy {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8"))).updates;
  } catch {
    return "asked";
  }
}
