import type { FailureCode } from "./failures.en";

export const failuresKo: Record<FailureCode, string> = {
  unexpected: "예상하지 못한 문제가 생겼습니다: {detail}",
};
