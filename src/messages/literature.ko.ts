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
  maxNorm: {
    title: "드랍아웃과 최대 노름 제한",
    claim: "MNIST에서 드랍아웃과 최대 노름 제한을 함께 쓰면 하나만 쓸 때보다 테스트 오차가 작습니다.",
    reduced: "실험실의 숫자 그림 1,000장, p = 0.5인 교과서의 신경망, 노름 1 이하, Adam, 에포크 40번.",
    readings: {
      overDropout: "둘 다 쓴 정확도 − 드랍아웃만 쓴 정확도",
      overMaxNorm: "둘 다 쓴 정확도 − 최대 노름 제한만 쓴 정확도",
    },
  },
  gaussian: {
    title: "가우시안 드랍아웃과 베르누이 드랍아웃",
    claim: "평균과 분산이 같은 가우시안 곱수는 베르누이 드랍아웃만큼 좋거나 조금 더 좋습니다.",
    reduced: "MNIST와 CIFAR-10 대신 실험실의 숫자 그림 1,000장, p = 0.5인 교과서의 신경망, 에포크 40번.",
    readings: {
      bernoulli: "베르누이 드랍아웃의 정확도 − 드랍아웃 없는 정확도",
      gaussian: "가우시안 드랍아웃의 정확도 − 드랍아웃 없는 정확도",
      equal: "가우시안 드랍아웃의 정확도 − 베르누이 드랍아웃의 정확도",
    },
  },
  selu: {
    title: "SELU와 일반 드랍아웃, 알파 드랍아웃",
    claim:
      "일반 드랍아웃은 SELU가 유지하는 평균과 분산을 바꾸어 깊은 신경망을 해칩니다. 알파 드랍아웃은 둘 다 유지합니다.",
    reduced: "표 121개 대신 실험실의 숫자 그림 1,000장, SELU 100개씩 은닉 계층 8개, p = 0.1, 에포크 40번.",
    readings: {
      alpha: "알파 드랍아웃의 검증 손실 − 드랍아웃 없는 손실",
      plain: "일반 드랍아웃의 훈련 손실(추론 모드) − 알파 드랍아웃의 손실",
    },
  },
  early: {
    title: "과소적합을 줄이는 초기 드랍아웃",
    claim: "처음 에포크에서만 드랍아웃을 쓰면 과소적합하는 신경망의 최종 훈련 손실이 작아집니다.",
    reduced:
      "ImageNet과 비전 트랜스포머 대신 실험실의 숫자 그림 16,000장과 교과서의 신경망, p = 0.1, 에포크 12번 가운데 처음 4번만 드랍아웃.",
    readings: {
      early: "초기 드랍아웃의 훈련 손실(추론 모드) − 드랍아웃 없는 손실",
      always: "모든 에포크에 드랍아웃을 쓴 훈련 손실(추론 모드) − 초기 드랍아웃의 손실",
    },
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
