import type { Language } from "./language";
import { literatureEn } from "./literature.en";
import { literatureKo } from "./literature.ko";

/**
 * Names that the lab itself gives to experiments and variants: those of the presets and of sweeps. Documents, the
 * store and every file hold them in English, so that one experiment is one document whatever the language of the
 * window. They are translated only for display; names that a person has typed are shown as they are.
 */
export const presetNamesKo = {
  textbook: "교과서",
  "counter-example": "반례",
  lenet: "LeNet-5",
  vgg: "작은 VGG",
  resnet: "작은 잔차 신경망",
  rivals: "드랍아웃과 경쟁자",
  moons: "반달",
  circles: "동심원",
  spirals: "나선",
  xor: "XOR",
  wave: "물결",
  mnist: "MNIST",
} as const;

/** What puts a claim of the literature to the test. */
const claimNames = Object.entries(literatureEn).map(([id, { title }]): [string, string] => [
  `claim: ${title}`,
  `주장: ${literatureKo[id as keyof typeof literatureKo].title}`,
]);
const wholeNames: readonly (readonly [string, string])[] = [...Object.entries(presetNamesKo), ...claimNames];
const partNames: readonly (readonly [string, string])[] = [
  ["no dropout", "드랍아웃 없음"],
  ["dropout", "드랍아웃"],
  ["L2", "L2 규제"],
  ["early stopping", "조기 종료"],
  ["half width", "절반 너비"],
  ["noise", "잡음"],
  ["dropout and L2", "드랍아웃과 L2 규제"],
  ["stochastic depth", "확률적 깊이"],
];
/** Parts of a sweep's names that hold a number; "p = 0.3" is the same in both languages. */
const numberedParts = [
  { en: /^([\d.,]+) rows$/, ko: /^([\d.,]+)행$/, inEn: "$1 rows", inKo: "$1행" },
  { en: /^width × ([\d.]+)$/, ko: /^너비 × ([\d.]+)$/, inEn: "width × $1", inKo: "너비 × $1" },
] as const;

const toKo = new Map([...wholeNames, ...partNames]);
const toEn = new Map([...wholeNames, ...partNames].map(([en, ko]) => [ko, en]));

/** Whether the lab gave an experiment its name, and nobody typed it. */
export function isGivenName(name: string): boolean {
  return name === "untitled" || wholeNames.some(([given]) => given === name);
}

/** A document's name as a person reads it. */
export function shownName(name: string, language: Language): string {
  if (language === "en") return name;
  return translated(name, toKo, (part) =>
    numberedParts.reduce((text, { en, inKo }) => text.replace(en, inKo), part),
  );
}

/** The document's name for a name that a person reads or has typed: the reverse of `shownName`. */
export function documentName(shown: string, language: Language): string {
  if (language === "en") return shown;
  return translated(shown, toEn, (part) =>
    numberedParts.reduce((text, { ko, inEn }) => text.replace(ko, inEn), part),
  );
}

/** A whole name, or each part of a sweep's name: "no dropout, 300 rows". A part that is not the lab's leaves all as it is. */
function translated(
  name: string,
  names: ReadonlyMap<string, string>,
  numbered: (part: string) => string,
): string {
  const whole = names.get(name);
  if (whole !== undefined) return whole;
  const parts = name.split(", ").map((part) => ({ part, said: names.get(part) ?? numbered(part) }));
  const isOurs = parts.every(({ part, said }) => said !== part || /^p = [\d.]+$/.test(part));
  return isOurs ? parts.map(({ said }) => said).join(", ") : name;
}
