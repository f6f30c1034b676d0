import sax from "sax";
import type { ZippedFile } from "../data/files-in-zip";

/** What happens in an XML file; names come without prefixes. */
export interface XmlEvents {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const pieceLength = 1 << 16;

/**
 * Reads an XML file of a zip piece by piece, so that it never is in memory as a whole.
 * @param whenPiece is called after each piece
 * @throws what is wrong with it: definitions of entities are
 */
export async function readXml(
  file: ZippedFile,
  events: XmlEvents,
  whenPiece: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const xml = sax.parser(true, {});
  const fail = (error: Error): never => {
    throw error;
  };
  xml.onerror = fail;
  xml.ondoctype = () => fail(new Error("a workbook defines no entities"));
  xml.onopentag = ({ name, attributes }) => events.open?.(local(name), attributes as Record<string, string>);
  xml.ontext = (text) => events.text?.(text);
  xml.oncdata = (text) => events.text?.(text);
  xml.onclosetag = (name) => events.close?.(local(name));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  await file.read(async (reader) => {
    for (;;) {
      const bytes = await reader.read(pieceLength);
      if (bytes.length === 0) break;
      xml.write(decoder.decode(bytes, { stream: true }));
      await whenPiece();
    }
  });
  xml.write(decoder.decode()).close();
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);
