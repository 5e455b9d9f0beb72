import type { ballot as english } from "../en/ballot";

export const ballot: Record<keyof typeof english, string> = {};
