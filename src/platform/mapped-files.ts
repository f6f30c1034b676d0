import * as fs from "node:fs";

/** Bytes: TensorFlow computes with memory that others keep only where it begins at a multiple of these. */
export const mapAlignment = 64;

/** `f_type` of `statfs(2)`: what Linux has on disks of the machine, or in its memory. */
const localTypes = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0xf2f52010, // F2FS
  0xca451a4e, // bcachefs
  0x2fc12fc1, // ZFS
  0x01021994, // tmpfs
  0x794c7630, // overlayfs, whose upper folder cannot be on NFS
]);

/**
 * Whether a file is surely on a disk of this machine, where an open file stays whole though its name goes. On network drives another
 * machine can take an open file away. False where the system does not tell: outside Linux, and in Node before 18.15.
 */
export function isOnLocalDisk(path: string): boolean {
  const { statfsSync } = fs as Partial<typeof fs>;
  if (process.platform !== "linux" || !statfsSync) return false;
  try {
    return localTypes.has(statfsSync(path).type);
  } catch {
    return false;
  }
}
