import type { member as english } from "../en/member";

export const member: Record<keyof typeof english, string> = {
  "measure.actor": "실행 주체:",
  "measure.quotes.none": "이 조치를 뒷받침하는 문서 인용이 없습니다.",

  "argument.pro": "찬성 논거",
  "argument.con": "반대 논거",
  "argument.none": "아직 아무도 찬성이나 반대 의견을 말하지 않았습니다.",
  "argument.side.none": "아직 없습니다.",
  "argument.option.pro": "찬성: {text}",
  "argument.option.con": "반대: {text}",
};
