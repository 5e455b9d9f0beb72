// For those who lead: what the team lacks for the next step.
import { type Member, Phase, Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { Score } from "@gen/plenum/scoring/v1/scoring_pb";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useCriteria, useDocuments, useMeasures, useMembers, useTurnout } from "@/state/queries";
import { mayScore, progressOf, takingPart, useRound, useScores } from "@/state/scores";
import { Link } from "@/ui/link";
import { Card } from "@/ui/page";

interface Lack {
  key: string;
  words: string;
  to: string;
}

export function Lacking() {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  const preparing = usePreparing();
  const scoring = useScoringLack();
  const voting = useVotingLack();
  const { phase } = deliberation;
  const lacks =
    phase === Phase.DRAFT || phase === Phase.COLLECTING
      ? preparing
      : mayScore(phase)
        ? scoring
        : phase === Phase.VOTING
          ? voting
          : [];
  return (
    <Card
      title={t("lacking.title")}
      actions={
        <Link to="/setup" as="button">
          {t("lacking.toSetup")}
        </Link>
      }
    >
      {lacks.length === 0 ? (
        <p>{t("lacking.nothing")}</p>
      ) : (
        <ul className="fresh">
          {lacks.map(({ key, words, to }) => (
            <li key={key}>
              <Link to={to}>{words}</Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const LEAST_MEASURES = 2;

function usePreparing(): Lack[] {
  const { t } = useText();
  const documents = useDocuments().data;
  const measures = useMeasures().data;
  const criteria = useCriteria().data;
  const members = useMembers().data;
  const active = takingPart(measures ?? []);
  const unread = active.filter(({ accepted }) => !accepted).length;
  const lacks: (Lack | false | undefined)[] = [
    documents?.length === 0 &&
      active.length === 0 && { key: "documents", words: t("lacking.documents"), to: "/documents" },
    measures &&
      active.length < LEAST_MEASURES && {
        key: "measures",
        words: t("lacking.measures"),
        to: "/measures",
      },
    unread > 0 && {
      key: "unread",
      words: t("lacking.unread", { count: unread }),
      to: "/measures",
    },
    criteria?.length === 0 && { key: "criteria", words: t("lacking.criteria"), to: "/criteria" },
    members &&
      voters(members).length < 2 && { key: "people", words: t("lacking.people"), to: "/people" },
  ];
  return lacks.filter((lack) => typeof lack === "object");
}

function voters(members: readonly Member[]): Member[] {
  return members.filter(({ role }) => role === Role.MEMBER || role === Role.FACILITATOR);
}

/** Voters who have not scored everything, where the scores of others can be seen. */
export function unfinished(
  members: readonly Member[],
  scores: readonly Score[],
  cells: Parameters<typeof progressOf>[2],
  criteria: Parameters<typeof progressOf>[3],
): Member[] {
  return voters(members).filter(({ name }) => {
    const { done, total } = progressOf(scores, name, cells, criteria);
    return done < total;
  });
}

function useScoringLack(): Lack[] {
  const { t, list } = useText();
  const members = useMembers().data;
  const measures = useMeasures().data;
  const criteria = useCriteria().data;
  const scores = useScores().data;
  const visible = useRound().data?.scoresVisible ?? false;
  if (!visible) return [{ key: "sealed", words: t("lacking.sealed"), to: "/ranking" }];
  if (!members || !measures || !criteria || !scores) return [];
  const some = unfinished(members, scores, takingPart(measures), criteria);
  if (some.length === 0) return [];
  const names = list(some.map(({ displayName }) => displayName));
  return [
    { key: "scores", words: t("lacking.scores", { count: some.length, names }), to: "/ranking" },
  ];
}

function useVotingLack(): Lack[] {
  const { t } = useText();
  const turnout = useTurnout().data;
  const left = (turnout?.rollCount ?? 0) - (turnout?.ballotCount ?? 0);
  return left > 0
    ? [{ key: "ballots", words: t("lacking.ballots", { count: left }), to: "/people" }]
    : [];
}
