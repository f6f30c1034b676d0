import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import h5wasm from "h5wasm/node";
import type { Tensor } from "../tensor";

let made = 0;

/** For tests only: an HDF5 file as the HDF5 library itself writes it in the format that h5py has by default, with its arrays by their paths. */
export async function hdf5Of(arrays: Readonly<Record<string, Tensor>>): Promise<Uint8Array> {
  await h5wasm.ready;
  const path = join(tmpdir(), `dropout-lab-${process.pid}-${made++}.h5`);
  const file = new h5wasm.File(path, "w", { libver: ["earliest", "latest"] });
  for (const [name, { shape, values }] of Object.entries(arrays)) {
    const parts = name.split("/");
    parts.slice(0, -1).forEach((_, depth) => {
      const group = parts.slice(0, depth + 1).join("/");
      if (!file.get(group)) file.create_group(group);
    });
    file.create_dataset({ name, data: values, shape: [...shape], dtype: "<f4" });
  }
  file.close();
  try {
    return new Uint8Array(readFileSync(path));
  } finally {
    rmSync(path, { force: true });
  }
}
