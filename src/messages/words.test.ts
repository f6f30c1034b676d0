import { describe, expect, test } from "vitest";
import { en } from "../../renderer/locales/en";
import { ko } from "../../renderer/locales/ko";
import { checkExperiment } from "../experiment/check";
import { sayFault } from "../experiment/testing";
import { presets } from "../experiment/presets";
import { reportTexts } from "../report/texts";
import { failuresEn } from "./failures.en";
import { failuresKo } from "./failures.ko";
import { literatureEn, literatureWordsEn } from "./literature.en";
import { literatureKo, literatureWordsKo } from "./literature.ko";
import { menuEn } from "./menu.en";
import { menuKo } from "./menu.ko";
import { sentencesEn } from "./sentences.en";
import { sentencesKo } from "./sentences.ko";
import { statusNames } from "./statuses";
import { tableEn } from "./table.en";
import { tableKo } from "./table.ko";
import { updatesEn } from "./updates.en";
import { updatesKo } from "./updates.ko";

interface Texts {
  readonly [key: string]: string | Texts | ((...values: never[]) => string);
}

/** Every text with its place: "window.run.stop". Texts that are functions are called with numbers. */
function flat(texts: Texts, prefix: string): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] => {
    const place = `${prefix}.${key}`;
    if (typeof value === "string") return [[place, value]];
    if (typeof value === "function") return [[place, value(...([7, 8] as never[]))]];
    return flat(value, place);
  });
}

const english = new Map([
  ...flat(en, "window"),
  ...flat(failuresEn, "failures"),
  ...flat(sentencesEn, "sentences"),
  ...flat(tableEn, "table"),
  ...flat(menuEn, "menu"),
  ...flat(literatureEn, "literature"),
  ...flat(literatureWordsEn, "literatureWords"),
  ...flat(updatesEn, "updates"),
  ...flat(statusNames.en, "statuses"),
  ...flat(reportTexts.en as unknown as Texts, "report"),
]);
const korean = new Map([
  ...flat(ko, "window"),
  ...flat(failuresKo, "failures"),
  ...flat(sentencesKo, "sentences"),
  ...flat(tableKo, "table"),
  ...flat(menuKo, "menu"),
  ...flat(literatureKo, "literature"),
  ...flat(literatureWordsKo, "literatureWords"),
  ...flat(updatesKo, "updates"),
  ...flat(statusNames.ko, "statuses"),
  ...flat(reportTexts.ko as unknown as Texts, "report"),
]);

/** The only texts that are the same in both languages, each with its reason. */
const same: Record<string, readonly string[]> = {
  "names that no language translates": [
    "window.header.brand",
    "window.backends.wasm",
    "window.presets.xor",
    "window.presets.lenet",
    "window.presets.mnist",
    "window.paddings.valid",
    "window.paddings.same",
    "window.layers.dropConnect",
    "window.layers.relu",
    "window.layers.leakyRelu",
    "window.layers.elu",
    "window.layers.selu",
    "window.layers.tanh",
    "window.layers.gelu",
    "window.layers.silu",
    "window.sources.xor",
    "window.optimizers.sgd",
    "window.optimizers.adam",
    "window.optimizers.adamW",
    "window.optimizers.rmsprop",
    "window.settings.fields.environment.tensorflow",
    "window.settings.fields.environment.tfjs",
    "window.settings.fields.environment.lab",
    "window.exports.tensorboard",
    "menu.commands.exportTensorboard",
    "report.wilcoxon",
    "report.endMeasures.mae",
    "report.endMeasures.r2",
    "report.endMeasures.rmse",
    "window.ends.measures.mae",
    "window.ends.measures.r2",
    "window.ends.measures.rmse",
    "window.notation.formats.arff",
    "window.code.frameworks.keras",
    "window.code.frameworks.pytorch",
    "window.notation.formats.json",
    "window.notation.formats.parquet",
    "window.browser.kinds.archive",
    "window.browser.kinds.document",
    "window.slurm.title",
  ],
  "each language is named in itself": ["menu.commands.english", "menu.commands.korean"],
  "names of number formats": ["window.productPrecisions.float32", "window.productPrecisions.bfloat16"],
  "placeholders, numbers and signs only": [
    "window.inside.minibatch.maskOf",
    "window.inside.minibatch.rate",
    "window.inside.passes.short.rmse",
    "window.inside.plane.spoken",
    "window.network.out",
    "window.network.alpha",
    "window.network.deviation",
    "window.network.l1",
    "window.network.l2",
    "window.network.epsilon",
    "window.training.seedsHint",
    "window.sweepPictures.line",
    "window.progress.otherRun",
    "window.slurm.because",
    "window.progress.epoch",
    "window.curves.places.time",
    "window.curves.counted",
    "window.compare.rate",
    "sentences.atRate",
    "report.splitIn",
    "report.effect",
    "report.absent",
  ],
};

test("the Korean text is the English one only where there is a reason", () => {
  const found = [...english].filter(([place, text]) => text !== "" && korean.get(place) === text);
  expect(found.map(([place]) => place).sort()).toEqual(Object.values(same).flat().sort());
});

test("both languages have the same texts", () => {
  expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
});

/** Words that the lab has given up, each with the one that took its place. */
const bannedInEnglish: readonly (readonly [RegExp, string])[] = [
  [/(?<!\{)\bfaults?\b/i, "problem"],
  [/\btake(n)? (it|the \w+|[^.:]{0,20}) ?out\b|\btake out\b/i, "remove"],
  [/\bpick(ed|s)?\b/i, "select"],
  [/\bset-ups?\b/i, "setup"],
  [/\bcorrect eval\b|\beval correct\b/i, "eval mode (dropout off)"],
  [/\bif forgotten\b/i, "cost of forgetting"],
  [/\bdrawn digits\b/i, "synthetic digits"],
  [/\breach into\b/i, "interleave"],
  [/\bcounted at\b/i, "measure at"],
  [/\balong\b/i, "X axis"],
  [/% becomes\b/i, "drops from … to"],
  [/\bcan(not| no longer)? be seen\b/i, "no detectable difference"],
  [/\bis left\b(?! out)/i, "remains"],
  [/\bis here with\b/i, "Imported"],
  [/\bcut short\b/i, "interrupted"],
  [/\blet go\b/i, "unpin"],
  [/\bpar\./i, "params"],
  [/^differ$/i, "Mixed"],
  [/\bgoes on\b|\bgo on\b/i, "continues"],
  [/\ball that ships\b/i, "third-party"],
  [/\d %|\} %/, "a percent sign without a space"],
];
const bannedInKorean: readonly (readonly [RegExp, string])[] = [
  [/드롭/, "드랍"],
  [/드랍률|드랍아웃률/, "드랍 확률"],
  [/유닛/, "노드"],
  [/밀집|선형층/, "선형 계층"],
  [/(?<!계)층(?!위)/, "계층"],
  [/매개변수/, "파라미터"],
  [/에폭/, "에포크"],
  [/활성화 함수/, "활성 함수"],
  [/eval 잊|eval을 잊|잊은|잊으면|잊었/, "추론 모드 전환 누락"],
  [/올바른 eval/, "추론 모드"],
  [/무엇을 학습/, "실험 설정"],
  [/변형/, "비교 조건"],
  [/벌점/, "L2 규제"],
  [/평활/, "스무딩"],
  [/(?<!지수 )이동 평균/, "누적 평균"],
  [/(?<!일반화 )격차/, "일반화 격차"],
  [/그린 숫자|직접 그린/, "합성 손글씨 숫자"],
  [/고른|고르|골라/, "선택"],
  [/신뢰구간|CI\b/, "신뢰 구간"],
  [/표본(?! t 검정)/, "샘플"],
  [/네트워크(?! 요청| 드라이브| 폴더| 위치)/, "신경망"],
  [/차트/, "그래프"],
];

describe("one word for one thing, in English:", () => {
  test.each(bannedInEnglish)("no %s, but %s", (banned) => {
    expect([...english].filter(([, text]) => banned.test(text))).toEqual([]);
  });
});

describe("one word for one thing, in Korean:", () => {
  test.each(bannedInKorean)("no %s, but %s", (banned) => {
    expect([...korean].filter(([, text]) => banned.test(text))).toEqual([]);
  });
});

test("Korean sentences end in one polite form", () => {
  const sentences = [...korean].flatMap(([place, text]) =>
    text.split(/(?<=[.?!])(?:\s|$)/).map((sentence) => [place, sentence] as const),
  );
  const ended = sentences.filter(([, sentence]) => /[가-힣)][.?!]$/.test(sentence));
  expect(ended.length).toBeGreaterThan(100);
  // A fragment, such as a caption, is a noun; it is no sentence in another form.
  const otherForm = /(십시오|해요|어요|아요|예요|에요|이다|한다|된다|있다|없다|하라|한다)\)?[.?!]$/;
  expect(ended.filter(([, sentence]) => otherForm.test(sentence))).toEqual([]);
  const verbs = ended.filter(([, sentence]) => /(다|요|오|까)[.?!]$/.test(sentence));
  expect(verbs.filter(([, sentence]) => !/(니다|세요|까요|니까|나요|가요)[.?!]$/.test(sentence))).toEqual([]);
});

test("no Korean text leaves the choice of a particle to the reader", () => {
  expect(
    [...korean].filter(([, text]) => /(을\(를\)|은\(는\)|이\(가\)|과\(와\)|와\(과\)|\(으\)로)/.test(text)),
  ).toEqual([]);
});

test("an empty list is told by what it should hold", () => {
  const document = presets.xor.document;
  const faultOf = (changes: object) =>
    checkExperiment({ ...document, ...changes }).faults.map((fault) => sayFault(fault));
  expect(faultOf({ network: { layers: [] } })).toEqual(["network.layers: Add at least one layer."]);
  expect(faultOf({ variants: [] })).toEqual(["variants: Add at least one variant."]);
  expect(faultOf({ seeds: [] })).toEqual(["seeds: Add at least one seed."]);
});
