import { Decoder, Encoder } from "@msgpack/msgpack";

/**
 * The contract's values as bytes (MessagePack, https://msgpack.org), for a transport that carries bytes. IPC copies values as they
 * are and needs none of this. Everything comes back as it was, bytes and every number too; what is undefined is left out.
 */
export function toBytes(value: unknown): Uint8Array {
  return new Encoder(exact).encode(value);
}

/** What `toBytes` wrote; bytes in it are parts of what was given. @throws for anything that is not one whole value */
export function fromBytes(bytes: Uint8Array): unknown {
  return new Decoder().decode(bytes);
}

/** Numbers are doubles, as they are in JavaScript: minus zero would be an integer otherwise, and lose its sign. */
const exact = { forceIntegerToFloat: true, ignoreUndefined: true } as const;
