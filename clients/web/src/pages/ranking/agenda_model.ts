import { type AgendaItem, AgendaKind } from "@gen/plenum/scoring/v1/scoring_pb";
import type { Text } from "@/i18n";

export interface AgendaPoint {
  key: string;
  label: string;
  /** It is about what matters, and not about facts. */
  values: boolean;
  spread: number;
  influence: number;
}

/** "Harden bases, Cost", or "how much Cost matters". */
export function agendaLabel(item: AgendaItem, { t }: Text): string {
  return item.kind === AgendaKind.WEIGHTS
    ? t("ranking.agenda.weight", { criterion: item.criterionTitle })
    : t("ranking.agenda.score", {
        measure: item.measureTitle,
        criterion: item.criterionTitle,
      });
}

/** Those with figures: there are none below five members. */
export function agendaPoints(items: AgendaItem[], text: Text): AgendaPoint[] {
  return items.flatMap((item) => {
    const { maybeSpread, maybeInfluence } = item;
    if (maybeSpread.case !== "spread" || maybeInfluence.case !== "influence") return [];
    return [
      {
        key: `${item.kind} ${item.measure} ${item.criterion}`,
        label: agendaLabel(item, text),
        values: item.kind === AgendaKind.WEIGHTS,
        spread: maybeSpread.value,
        influence: maybeInfluence.value,
      },
    ];
  });
}
