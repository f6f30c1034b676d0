import { LabError } from "../messages/failure";

/** The results of the cases, counted so that a test can show that it reached both ends. */
export class Outcomes {
  private readonly counts = new Map<string, number>();

  /** The case must end in a value or in a named failure. @throws any other error */
  async of<Value>(attempt: () => Value | Promise<Value>): Promise<Value | null> {
    try {
      const value = await attempt();
      this.count("valid");
      return value;
    } catch (error) {
      if (!(error instanceof LabError) || error.code === "unexpected") throw error;
      this.count(error.code);
      return null;
    }
  }

  count(code: string): void {
    this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
  }

  get codes(): string[] {
    return [...this.counts.keys()].sort();
  }

  toString(): string {
    return JSON.stringify(Object.fromEntries([...this.counts].sort((one, other) => other[1] - one[1])));
  }
}
