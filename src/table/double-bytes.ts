import { commonHanzi, commonKanji, commonSyllables, commonTraditional } from "./common-characters";

/**
 * How usual a character of East Asian text is in each encoding, from its place in the code: the standards put what is
 * written every day into rows of its own. Many byte pairs are valid in several encodings, but usual in one only.
 */
export interface DoubleByteEncoding {
  readonly encoding: string;
  /** From 0 (hardly ever written) to 1 (usual); null says nothing, such as punctuation, units and Greek letters. */
  readonly usual: (lead: number, trail: number, character: string) => number | null;
  /** The share of a text's words that can be words, where the characters alone do not tell. */
  readonly soundWords?: (text: string) => number;
}

const rare = 0.2;
/** A character of the daily ones that is not among the commonest. */
const daily = 0.6;

/** Rows of 94 × 94 characters as the national standards have them. */
const inRows = (lead: number, trail: number, first: number, last: number): boolean =>
  lead >= first && lead <= last && trail >= 0xa1;

/** Katakana of half width: marks of voice stand behind few of them, small ones and the long sign never in front. */
const halfWidthWord = /^(?:(?:[ｦｱｲｴｵﾅ-ﾉﾏ-ﾝ]|[ｳｶ-ﾄ]ﾞ?|[ﾊ-ﾎ][ﾞﾟ]?)[ｧ-ｯ]?ｰ?)+$/u;

/** Of words with letters of half width; all if there are none. */
function soundHalfWidth(text: string): number {
  const words = [
    ...new Set(
      text.match(/[\p{L}\p{N}\uff61-\uff9f@[-`{-~]*[\uff61-\uff9f][\p{L}\p{N}\uff61-\uff9f@[-`{-~]*/gu),
    ),
  ];
  return words.length === 0 ? 1 : words.filter((word) => halfWidthWord.test(word)).length / words.length;
}

/** In the order of preference if several fit. */
export const doubleByteEncodings: readonly DoubleByteEncoding[] = [
  {
    encoding: "cp949",
    usual: (lead, trail, character) => {
      if (inRows(lead, trail, 0xb0, 0xc8)) return commonSyllables.has(character) ? 1 : daily;
      if (/\p{Script=Hangul}/u.test(character)) return lead === 0xa4 ? rare : 0.5;
      const isSign = [0xa1, 0xa2, 0xa3, 0xa5, 0xa7, 0xa8, 0xa9].includes(lead) && trail >= 0xa1;
      return isSign ? null : 0;
    },
  },
  {
    encoding: "shift_jis",
    usual: (lead, trail, character) => {
      if (trail === 0) return 0.85; // Katakana of half width.
      if (lead === 0x81 || lead === 0x87 || (lead === 0x83 && trail >= 0x9f)) return null;
      if (/[\u3041-\u3093\u30a1-\u30f6]/.test(character)) return 1;
      if (lead >= 0x88 && (lead < 0x98 || (lead === 0x98 && trail <= 0x72)))
        return commonKanji.has(character) ? 1 : daily;
      return lead === 0x82 ? null : rare;
    },
    soundWords: soundHalfWidth,
  },
  {
    encoding: "gb18030",
    usual: (lead, trail, character) => {
      if (inRows(lead, trail, 0xb0, 0xd7)) return commonHanzi.has(character) ? 1 : daily;
      // Units have places between the rows of the older standard.
      const isSign = inRows(lead, trail, 0xa1, 0xa3) || lead === 0xa6 || lead === 0xa8 || lead === 0xa9;
      return isSign ? null : rare;
    },
  },
  {
    encoding: "euc-jp",
    usual: (lead, trail, character) => {
      if (inRows(lead, trail, 0xa4, 0xa5)) return 1;
      if (inRows(lead, trail, 0xb0, 0xcf)) return commonKanji.has(character) ? 1 : daily;
      const isSign = inRows(lead, trail, 0xa1, 0xa3) || lead === 0xa6 || lead === 0xad;
      return isSign ? null : rare;
    },
  },
  {
    encoding: "big5",
    usual: (lead, trail, character) => {
      if (lead >= 0xa4 && lead <= 0xc6 && (trail < 0x7f || trail >= 0xa1))
        return commonTraditional.has(character) ? 1 : daily;
      return lead >= 0xa1 && lead <= 0xa3 ? null : rare;
    },
  },
];
