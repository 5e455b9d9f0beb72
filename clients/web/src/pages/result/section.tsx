import type { ReactNode } from "react";
import type { MessageId } from "@/i18n";
import { useText } from "@/i18n";

/** The parts of the result page, in the order in which it is read. */
export const SECTIONS = {
  places: "result.places.title",
  package: "result.package.title",
  turnout: "result.turnout.title",
  duels: "result.duels.title",
  counting: "result.counting.title",
  criteria: "result.criteria.title",
  robustness: "result.robustness.title",
  disagreement: "result.disagreement.title",
  minority: "result.minority.title",
  movement: "result.movement.title",
  ties: "result.ties.title",
  check: "result.check.title",
  downloads: "result.downloads.title",
} as const satisfies Record<string, MessageId>;

export type SectionId = keyof typeof SECTIONS;

export function Section(props: {
  id: SectionId;
  lead?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const { t } = useText();
  return (
    <section
      id={props.id}
      className={`card result-section ${props.className ?? ""}`.trim()}
      aria-labelledby={`${props.id}-title`}
    >
      <h2 id={`${props.id}-title`}>{t(SECTIONS[props.id])}</h2>
      {props.lead && <p className="lead">{props.lead}</p>}
      {props.children}
    </section>
  );
}
