/**
 * The letters beyond ASCII that languages write in each of Windows' code pages of one byte a letter. A guess by
 * frequency needs paragraphs; a table often has five such words, and the alphabet tells them apart.
 */
interface Alphabet {
  readonly encoding: string;
  readonly letters: RegExp;
  /** Below 1 where another language writes the same bytes, and more people do. */
  readonly weight?: number;
}

const latin = (letters: string): RegExp => new RegExp(`^[a-z${letters}]+$`, "iu");

/** In the order of preference if several fit. */
export const alphabets: readonly Alphabet[] = [
  { encoding: "windows-1252", letters: latin("äöüß") },
  // œ stands before u, i, e and few others; elsewhere it is Polish ś in another code page.
  { encoding: "windows-1252", letters: /^(?!.*œ[^uieds])[a-zàâæçéèêëîïôœùûüÿ]+$/iu },
  { encoding: "windows-1252", letters: latin("áéíñóúüªº") },
  { encoding: "windows-1252", letters: latin("áâãàçéêíóôõú") },
  { encoding: "windows-1252", letters: latin("àèéìíîòóùú") },
  { encoding: "windows-1252", letters: latin("åäöæøé") },
  { encoding: "windows-1250", letters: latin("ąćęłńóśźż") },
  { encoding: "windows-1250", letters: latin("áčďéěíňóřšťúůýžäĺľôŕ") },
  { encoding: "windows-1250", letters: latin("áéíóöőúüű") },
  { encoding: "windows-1250", letters: latin("čćđšž") },
  { encoding: "windows-1250", letters: latin("ăâîşţ") },
  { encoding: "windows-1254", letters: latin("çğıİöşüâîû") },
  { encoding: "windows-1257", letters: latin("ąčęėįšųūž") },
  { encoding: "windows-1257", letters: latin("āčēģīķļņšūž") },
  { encoding: "windows-1257", letters: latin("äöõüšž"), weight: 0.99 },
  { encoding: "windows-1252", letters: latin("áðéíóúýþæö"), weight: 0.9 },
  // Small Russian letters are Hebrew and Greek ones in other code pages: Russian words have vowels,
  {
    encoding: "windows-1251",
    letters:
      /^(?=.{0,2}$|.*[аеёиоуыэюяіїєaeiouy])(?:[А-ЯЁІЇЄҐЎ]?[а-яёіїєґў]+|[А-ЯЁІЇЄҐЎ]+|[a-z]+)$|^(?=.*[АЕЁИОУЫЭЮЯІЇЄ])[А-ЯЁІЇЄҐЎ]+$/u,
  },
  // and Greek ones, of which a longer word has one with an accent, and ς only at its end.
  {
    encoding: "windows-1253",
    letters:
      /^(?=.{0,3}$|[^άέήίόύώΐΰ]*[άέήίόύώΐΰΆΈΉΊΌΎΏ][^άέήίόύώΐΰ]*$)(?:[Ά-ΏΑ-Ϋ]?[ΐά-ρσ-ώ]*[ά-ώ]|[Ά-ΏΑ-Ϋ]+)$/u,
  },
  // and five Hebrew letters stand only at the end of words.
  { encoding: "windows-1255", letters: /^[אבגדהוזחטיכלמנסעפצקרשת]+[ךםןףץ]?$/u },
  { encoding: "windows-1256", letters: /^[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06af]+$/u },
];
