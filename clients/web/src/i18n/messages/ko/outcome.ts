import type { outcome as english } from "../en/outcome";

export const outcome: Record<keyof typeof english, string> = {};
