export const ballot = {} as const;
