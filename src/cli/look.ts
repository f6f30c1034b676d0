import { Previews } from "../execution/previews";
import type { WorkerLauncher } from "../execution/workers";
import type { DataConfig } from "../experiment/schema";
import type { Preview } from "../fields/preview";

/** Looks into data. @param tell told the share that has been read */
export type Look = (data: DataConfig, tell?: (share: number) => void) => Promise<Preview>;

/**
 * Looks in another process, which ends before anything is trained: what reading a large file took is free by then, and the lab
 * that trains need not read it again.
 */
export async function lookingElsewhere<T>(
  launch: WorkerLauncher,
  use: (look: Look) => Promise<T>,
): Promise<{ found: T; previews: Previews }> {
  const previews = new Previews(launch);
  try {
    const found = await use((data, tell) =>
      previews.show(data, (news) => news.type === "reading" && tell?.(news.share), false),
    );
    await previews.rest();
    return { found, previews };
  } catch (error) {
    previews.close();
    throw error;
  }
}
