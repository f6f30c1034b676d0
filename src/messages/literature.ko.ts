import type { literatureEn, literatureWordsEn } from "./literature.en";

export const literatureKo: typeof literatureEn = {
  dataSize: {
    title: "데이터 크기에 따른 이득",
    claim:
      "MNIST에서 훈련 이미지가 100장이면 드랍아웃의 이득이 없고, 이미지가 많아지면 이득이 커지다가 다시 줄어듭니다.",
    reduced:
      "MNIST 대신 실험실의 숫자 그림, 784-1024-1024-2048 대신 교과서의 신경망, 이미지 16,000장까지, 에포크 40번.",
    readings: {
      few: "이미지 100장일 때 정확도 이득",
      grows: "1,000장일 때의 이득 − 100장일 때의 이득",
      shrinks: "16,000장일 때의 이득 − 1,000장일 때의 이득",
    },
  },
  rate: {
    title: "드랍 확률에 따른 오차",
    claim:
      "MNIST에서 테스트 오차는 드랍 확률 0.2~0.6에서 평평하고 그 위에서 커집니다. 켜진 노드 수가 같도록 신경망을 넓히면 덜 커집니다.",
    reduced: "MNIST 대신 실험실의 숫자 그림 1,000장, 교과서의 신경망, 에포크 40번.",
    readings: {
      helps: "p = 0.5의 정확도 − 드랍아웃 없는 정확도",
      flat: "p = 0.6의 정확도 − p = 0.3의 정확도",
      tooMuch: "p = 0.8의 정확도 − p = 0.5의 정확도",
      wider: "p = 0.8에서 2.5배 넓은 신경망의 정확도 − 원래 신경망의 정확도",
    },
  },
  plentyOfData: {
    title: "데이터가 충분하면 이득 없음",
    claim: "신경망이 과대적합하지 않을 만큼 데이터가 많으면 드랍아웃의 이득이 없습니다.",
    reduced: "실험실의 숫자 그림 30,000장, p = 0.3인 교과서의 신경망, 에포크 10번.",
    readings: { noGain: "드랍아웃의 정확도 − 드랍아웃 없는 정확도" },
  },
};

export const literatureWordsKo: typeof literatureWordsEn = {
  claims: "문헌의 주장",
  claim: "주장",
  here: "여기서는",
  source: "출처",
  reading: "측정",
  expected: "예상",
  found: "결과(95% 신뢰 구간)",
  verdict: "판정",
  below: "0보다 작음",
  above: "0보다 큼",
  within: (most) => `±${most} 안`,
  verdicts: {
    seen: "여기서도 보임",
    notSeen: "여기서는 보이지 않음",
    opposite: "여기서는 반대로 나타남",
    tooFewSeeds: "시드가 적어 판정할 수 없음",
  },
};
