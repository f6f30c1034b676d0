/** Names that Windows keeps for devices, with any ending. */
const deviceName = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)/i;

/** File systems take 255 bytes; what the lab puts behind a name has less than 75. */
const mostBytes = 180;

/** A name as people gave it, as a file or folder name that every system takes; `fallback` where nothing of it is left. */
export function fileNameOf(name: string, fallback: string): string {
  const characters = [...name.replace(/[^\p{L}\p{N}._-]+/gu, "-")].slice(0, 60);
  while (new TextEncoder().encode(characters.join("")).length > mostBytes) characters.pop();
  const plain = characters.join("").replace(/^[-.]+|[-.]+$/g, "");
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
