/** Names that Windows keeps for devices, with any ending. */
const deviceName = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)/i;

/** File systems take 255 bytes; what the lab puts behind a name has less than 75. */
const mostBytes = 180;

/** What a name keeps: letters of every script with their marks and joiners, numbers, pictures. */
const kept = "\\p{L}\\p{M}\\p{N}\\p{So}._\\-\\u200c\\u200d";
const notKept = new RegExp(`[^${kept}]+`, "gu");

/** A part of a file's name made of what people wrote, composed (NFC) so that it is the same everywhere; may be empty. */
export function plainName(name: string): string {
  const characters = [...name.normalize("NFC").replace(notKept, "-")].slice(0, 60);
  while (new TextEncoder().encode(characters.join("")).length > mostBytes) characters.pop();
  return characters.join("").replace(/^[-.\p{M}\u200c\u200d]+|[-.\u200c\u200d]+$/gu, "");
}

/** A name as people gave it, as a file or folder name that every system takes; `fallback` where nothing of it is left. */
export function fileNameOf(name: string, fallback: string): string {
  const plain = plainName(name);
  return deviceName.test(plain) ? `_${plain}` : plain || fallback;
}

/** One name for each, different also where a system does not tell upper from lower case. */
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
