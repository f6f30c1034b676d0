import type { ZippedFile } from "../data/files-in-zip";
import { readXml } from "./workbook-xml";

/** Excel has no longer text in a cell than 32,767 letters. */
export const longestText = 1 << 20;
/** Letters of all shared texts together. */
const mostLetters = 1 << 27;

/** The texts that cells refer to by number. @throws RangeError where they do not fit into memory */
export async function sharedTexts(file: ZippedFile | undefined): Promise<string[]> {
  const texts: string[] = [];
  let letters = 0;
  let text = "";
  let isText = false;
  // How to read a text aloud is not part of it.
  let inReading = false;
  await (file &&
    readXml(file, {
      open: (name) => {
        if (name === "si") text = "";
        if (name === "rPh") inReading = true;
        isText = name === "t" && !inReading;
      },
      text: (piece) => {
        if (!isText) return;
        text += piece;
        letters += piece.length;
        if (letters > mostLetters) throw new RangeError("too many letters");
      },
      close: (name) => {
        isText = false;
        if (name === "rPh") inReading = false;
        if (name === "si") texts.push(text);
      },
    }));
  return texts;
}

/** Formats that every workbook knows: dates and times in all languages. */
const knownDates = [14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47];
const isAsianDate = (id: number): boolean => (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** For each style of cells whether it shows numbers as dates. */
export async function dateStyles(file: ZippedFile | undefined): Promise<boolean[]> {
  const dates = new Set(knownDates);
  const styles: boolean[] = [];
  let inCells = false;
  await (file &&
    readXml(file, {
      open: (name, { numFmtId = "", formatCode = "" }) => {
        if (name === "numFmt" && isDateFormat(formatCode)) dates.add(Number(numFmtId));
        if (name === "cellXfs") inCells = true;
        const id = Number(numFmtId);
        if (name === "xf" && inCells) styles.push(dates.has(id) || isAsianDate(id));
      },
      close: (name) => {
        if (name === "cellXfs") inCells = false;
      },
    }));
  return styles;
}

/** "yyyy-mm-dd", but not "0.00 [Red]" or "0 \d\a\y\s". */
function isDateFormat(code: string): boolean {
  const shown = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  return /[ymdhs]/i.test(shown) && !/[#0?]/.test(shown.replace(/s\.0+/gi, ""));
}

const dayLength = 86_400_000;

/** Days since the end of 1899, or since 1904, as people write dates. */
export function dateText(days: number, from1904: boolean): string {
  // Of the 29 February 1900, which never was, all days before it are one too early.
  const shifted = from1904 ? days + 1462 : days >= 1 && days < 60 ? days + 1 : days;
  const at = new Date(Date.UTC(1899, 11, 30) + Math.round(shifted * dayLength));
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) return String(days);
  const [date = "", time = ""] = at
    .toISOString()
    .replace("Z", "")
    .replace(/\.000$/, "")
    .split("T");
  if (days >= 0 && days < 1) return time;
  return time === "00:00:00" ? date : `${date} ${time}`;
}
