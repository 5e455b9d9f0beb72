import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Link as RouterLink, useLocation } from "wouter";
import { type MessageId, useText } from "@/i18n";
import { type DeliberationContext, useDeliberation } from "@/state/deliberation";

interface Place {
  path: string;
  label: MessageId;
  shown?: (context: DeliberationContext) => boolean;
}

const wasClosed = ({ deliberation }: DeliberationContext) =>
  deliberation.decisionCount > 0 &&
  (deliberation.phase === Phase.CLOSED ||
    deliberation.phase === Phase.PUBLISHED ||
    deliberation.decisionCount > 1);

/** The parts of a deliberation, in the order in which it is gone through. */
const PLACES: Place[] = [
  { path: "/", label: "nav.overview" },
  { path: "/documents", label: "nav.documents" },
  { path: "/measures", label: "nav.measures" },
  { path: "/criteria", label: "nav.criteria" },
  { path: "/scores", label: "nav.scores" },
  { path: "/ranking", label: "nav.ranking" },
  { path: "/statements", label: "nav.statements" },
  { path: "/vote", label: "nav.vote" },
  { path: "/result", label: "nav.result", shown: wasClosed },
  { path: "/people", label: "nav.people" },
  { path: "/setup", label: "nav.setup", shown: ({ leads }) => leads },
];

export function Navigation() {
  const { t } = useText();
  const context = useDeliberation();
  const [place] = useLocation();
  const isHere = (path: string) =>
    path === "/" ? place === "/" : place === path || place.startsWith(`${path}/`);
  return (
    <nav className="places" aria-label={t("nav.label")}>
      <ul>
        {PLACES.filter(({ shown }) => shown?.(context) ?? true).map(({ path, label }) => (
          <li key={path}>
            <RouterLink href={path} aria-current={isHere(path) ? "page" : undefined}>
              {t(label)}
            </RouterLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
