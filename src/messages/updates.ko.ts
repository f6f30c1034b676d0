import type { updatesEn } from "./updates.en";

export const updatesKo: Record<keyof typeof updatesEn, string> = {
  newest: "지금 쓰는 Dropout Lab {version} 버전이 최신입니다.",
  found: "Dropout Lab {version} 버전이 나왔습니다. 지금 쓰는 버전은 {current}입니다.",
  download: "{host}에서 {size} MB를 내려받을까요? 설치하기 전에 파일을 검증하고 다시 묻습니다.",
  elsewhere:
    "이 프로그램은 스스로를 바꿀 수 없습니다. 프로그램을 받은 곳이나 다음 주소에서 새 버전을 받으세요: {address}",
  downloaded: "Dropout Lab {version} 버전을 내려받아 검증했습니다.",
  install:
    "설치하면 프로그램이 닫히고 새 버전이 열립니다. 진행 중인 학습은 중단되며, 새 버전에서 이어서 할 수 있습니다.",
  ok: "확인",
  later: "나중에",
  downloadNow: "내려받기",
  installNow: "설치하고 다시 시작",
};
