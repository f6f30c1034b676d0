import { expect } from "@playwright/test";

/** The numbers of epochs once they stand still for a second: a trainer sends the records of short epochs together, a moment after a pause. */
export async function atRest(epochs: () => Promise<number[]>): Promise<number[]> {
  let before = await epochs();
  const isSame = async () => {
    const last = before;
    before = await epochs();
    return String(before) === String(last);
  };
  await expect.poll(isSame, { intervals: [1000], timeout: 30_000 }).toBe(true);
  return before;
}
