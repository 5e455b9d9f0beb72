import type { member as english } from "../en/member";

export const member: Record<keyof typeof english, string> = {};
