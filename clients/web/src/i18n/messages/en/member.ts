// The overview, the pages of measures with their arguments, and scoring.
export const member = {
  "measure.actor": "Who would act:",
  "measure.quotes.none": "No quote of a document stands behind this measure.",

  "argument.pro": "For it",
  "argument.con": "Against it",
  "argument.none": "Nobody has said anything for or against it.",
  "argument.side.none": "Nothing yet.",
  "argument.option.pro": "for: {text}",
  "argument.option.con": "against: {text}",
} as const;
