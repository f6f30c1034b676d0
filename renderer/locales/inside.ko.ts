import type { InsideMessages } from "./inside.en";

/** The texts of the section Inside, in Korean. */
export const insideKo: InsideMessages = {
  title: "들여다보기",
  pageList: "볼 내용",
  pages: { minibatch: "미니배치마다" },
  experiment: "실험",
  run: "실행",
  runName: "{variant}, 시드 {seed}",
  nothing: "아직 들여다볼 실행이 없습니다",
  nothingAbout: "실행의 노드와 마스크, 가중치를 보여 줍니다. 먼저 실험을 학습하세요.",
  toLab: "실험실로",
};
