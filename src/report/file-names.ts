/** Names that Windows reserves for devices, with any ending. */
const deviceName = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)/i;

/** File systems allow 255 bytes; the lab appends fewer than 75 to a name. */
const mostBytes = 180;

/** Characters that a name keeps: letters of every script with their marks and joiners, numbers, pictures. */
const kept = "\\p{L}\\p{M}\\p{N}\\p{So}._\\-\\u200c\\u200d";
const notKept = new RegExp(`[^${kept}]+`, "gu");

/** Turns a person's text into part of a file name, composed (NFC) so that it is the same everywhere; may be empty. */
export function plainName(name: string): string {
  const characters = [...name.normalize("NFC").replace(notKept, "-")].slice(0, 60);
  while (new TextEncoder().encode(characters.join("")).length > mostBytes) characters.pop();
  return characters.join("").replace(/^[-.\p{M}\u200c\u200d]+|[-.\u200c\u200d]+$/gu, "");
}

/**
 * Turns a person's name into a file or folder name that every system accepts; `fallback` if nothing is left of it.
 */
export function fileNameOf(name: string, fallback: string): string {
  const plain = plainName(name);
  return deviceName.test(plain) ? `_${plain}` : plain || fallback;
}

/** One name for each, also different on systems that ignore case. */
export function fileNamesOf(names: readonly string[], fallback: string): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = fileNameOf(name, fallback);
    let free = plain;
    for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${plain}-${number}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
