import { crc32c } from "./crc32c";

/**
 * TensorBoard's event files: TFRecords (tensorflow/core/lib/io/record_writer.h) of Event messages in the encoding of
 * protocol buffers (tensorflow/core/util/event.proto, framework/summary.proto). Only what scalars need is written.
 */
export interface ScalarEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** Values by tag; float32 in the file. */
  readonly scalars: ReadonlyMap<string, number>;
}

/** @param wallTime the file's start, in seconds since 1970 */
export function eventFile(wallTime: number, events: readonly ScalarEvent[]): Uint8Array {
  const first = join([
    double(eventFields.wallTime, wallTime),
    text(eventFields.fileVersion, "brain.Event:2"),
  ]);
  return join([first, ...events.map(eventMessage)].map(tfRecord));
}

const eventFields = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const;
const summaryFields = { value: 1 } as const;
const valueFields = { tag: 1, simpleValue: 2 } as const;

function eventMessage({ wallTime, step, scalars }: ScalarEvent): Uint8Array {
  const values = [...scalars].map(([tag, value]) =>
    bytes(summaryFields.value, join([text(valueFields.tag, tag), float(valueFields.simpleValue, value)])),
  );
  return join([
    double(eventFields.wallTime, wallTime),
    wholeNumber(eventFields.step, step),
    bytes(eventFields.summary, join(values)),
  ]);
}

/** Length (64 bits), its checksum, the data, its checksum; all little-endian. */
function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(crc32c(record.subarray(0, 8))), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(data)), true);
  return record;
}

/** A checksum of data that holds checksums is weak, so the format rotates it and adds a constant. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Wire types of protocol buffers. */
const wire = { varint: 0, eightBytes: 1, lengthFirst: 2, fourBytes: 5 } as const;

function key(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function varint(value: number): number[] {
  const groups: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    groups.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...groups, rest];
}

function wholeNumber(field: number, value: number): Uint8Array {
  return Uint8Array.from([key(field, wire.varint), ...varint(value)]);
}

function double(field: number, value: number): Uint8Array {
  const message = Uint8Array.of(key(field, wire.eightBytes), 0, 0, 0, 0, 0, 0, 0, 0);
  new DataView(message.buffer).setFloat64(1, value, true);
  return message;
}

function float(field: number, value: number): Uint8Array {
  const message = Uint8Array.of(key(field, wire.fourBytes), 0, 0, 0, 0);
  new DataView(message.buffer).setFloat32(1, value, true);
  return message;
}

function bytes(field: number, content: Uint8Array): Uint8Array {
  return join([Uint8Array.from([key(field, wire.lengthFirst), ...varint(content.length)]), content]);
}

function text(field: number, content: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(content));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let index = 0;
  for (const part of parts) {
    whole.set(part, index);
    index += part.length;
  }
  return whole;
}
