import { readFile } from "node:fs/promises";
import { join } from "node:path";
import decodeJpeg, { init as initJpeg } from "@jsquash/jpeg/decode.js";
import decodePng, { init as initPng } from "@jsquash/png/decode.js";
import { packageFolder } from "../../platform/package-folder";
import type { Header } from "./header";

/** Red, green, blue and opacity of every pixel, 0-255, as the picture is meant to stand. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/**
 * Decodes a picture whose header has been read, in WebAssembly: the same numbers on every machine, and a sandbox for
 * hostile files.
 * @returns null if it is broken
 */
export async function decodePicture(bytes: Uint8Array, { kind }: Header): Promise<Decoded | null> {
  // Both decoders take an ArrayBuffer of their own by type, and any bytes in fact.
  const content = bytes as unknown as ArrayBuffer;
  if (kind === "png") {
    await (png ??= loadPng());
    return decodePng(content).catch(() => null);
  }
  await (jpeg ??= loadJpeg());
  warnings = [];
  try {
    const decoded = await decodeJpeg(content, { preserveOrientation: true });
    // The rest of a picture that is cut off would be grey.
    return warnings.some((warning) => /premature end/i.test(warning)) ? null : decoded;
  } catch {
    // What was left half-done must not disturb the next one.
    jpeg = null;
    return null;
  }
}

let png: Promise<unknown> | null = null;
let jpeg: Promise<unknown> | null = null;
let jpegModule: Promise<WebAssembly.Module> | null = null;
let warnings: string[] = [];

async function loadPng(): Promise<void> {
  await initPng(await compiled("@jsquash/png", "codec/pkg/squoosh_png_bg.wasm"));
}

async function loadJpeg(): Promise<void> {
  const module = await (jpegModule ??= compiled("@jsquash/jpeg", "codec/dec/mozjpeg_dec.wasm"));
  await initJpeg({
    instantiateWasm: (imports: WebAssembly.Imports, take: (instance: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(module, imports);
      take(instance);
      return instance.exports;
    },
    printErr: (warning: string) => void warnings.push(warning),
  });
}

async function compiled(name: string, file: string): Promise<WebAssembly.Module> {
  // Node 16 has none, and both decoders answer with one.
  globalThis.ImageData ??= class {
    constructor(
      readonly data: Uint8ClampedArray,
      readonly width: number,
      readonly height: number,
    ) {}
  } as unknown as typeof ImageData;
  return WebAssembly.compile(await readFile(join(packageFolder(name), file)));
}
