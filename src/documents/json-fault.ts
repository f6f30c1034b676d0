/**
 * Where a text stops being JSON: its line and column, counted from 1, and the character there; null at the text's
 * end.
 */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly found: string | null;
}

/** Runtimes word this differently, and some name no place. @param text that JSON.parse refuses */
export function jsonFault(text: string): JsonFault {
  const index = faultPlace(text);
  const before = text.slice(0, index).split(/\r\n?|\n/);
  const found = text.codePointAt(index);
  return {
    line: before.length,
    column: [...before.at(-1)!].length + 1,
    found: found === undefined ? null : String.fromCodePoint(found),
  };
}

const blank = /[ \t\n\r]*/y;
const simple = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;
// JSON forbids these control characters and no others.
// eslint-disable-next-line no-control-regex
const openText = /"(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;

function faultPlace(text: string): number {
  let index = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = index;
    if (!pattern.test(text)) return false;
    index = pattern.lastIndex;
    return true;
  };
  const takeMark = (marks: string): string | null => {
    take(blank);
    const mark = text[index];
    if (mark === undefined || !marks.includes(mark)) return null;
    index++;
    return mark;
  };
  /** If a text breaks off, this stays at the place where it does. */
  const takeText = (): boolean => {
    take(blank);
    if (!take(openText) || text[index] !== '"') return false;
    index++;
    return true;
  };
  const takeKey = () => takeText() && takeMark(":") !== null;
  const open: string[] = [];
  for (;;) {
    // A value, or the start of one.
    const start = takeMark("{[");
    if (start !== null) {
      const end = start === "{" ? "}" : "]";
      if (takeMark(end) === null) {
        open.push(end);
        if (end === "}" && !takeKey()) return index;
        continue;
      }
    } else if (text[index] === '"' ? !takeText() : !take(simple)) return index;
    // The character after it.
    for (;;) {
      const end = open.at(-1);
      if (end === undefined) {
        take(blank);
        return index;
      }
      const mark = takeMark(`,${end}`);
      if (mark === null) return index;
      if (mark === ",") {
        if (end === "}" && !takeKey()) return index;
        break;
      }
      open.pop();
    }
  }
}
