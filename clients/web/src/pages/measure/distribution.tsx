// How the members scored a measure, criterion by criterion; nothing while the scores are sealed.
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Criterion } from "@gen/plenum/scoring/v1/scoring_pb";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useCriteria } from "@/state/queries";
import { mayScore, useRound, useScores } from "@/state/scores";
import { Link } from "@/ui/link";
import { Card } from "@/ui/page";
import { median } from "../scores/score_values";

export interface Spread {
  values: number[];
  median: number | undefined;
  low: number;
  high: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    values: sorted,
    median: median(sorted),
    low: sorted[0] ?? Number.NaN,
    high: sorted.at(-1) ?? Number.NaN,
  };
}

export function Distribution({ measure }: { measure: Measure }) {
  const { t } = useText();
  const { deliberation, me, votes } = useDeliberation();
  const round = useRound().data;
  const criteria = useCriteria().data ?? [];
  const scores = useScores().data ?? [];
  if (!round || criteria.length === 0) return null;
  const canScore = mayScore(deliberation.phase) && votes;
  const ofMeasure = scores.filter((score) => score.measure === measure.name);
  return (
    <Card
      title={t("distribution.title")}
      actions={
        canScore && (
          <Link to={`/scores?measure=${idOf(measure.name)}`} as="button">
            {t("distribution.score")}
          </Link>
        )
      }
    >
      {round.scoresVisible && ofMeasure.length === 0 ? (
        <p className="hint">{t("distribution.nobody")}</p>
      ) : round.scoresVisible ? (
        <div className="scrolled">
          <table className="distribution">
            <caption className="hint">{t("distribution.about")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("distribution.criterion")}</th>
                <th scope="col">{t("distribution.spread")}</th>
                <th scope="col">{t("distribution.median")}</th>
                <th scope="col">{t("distribution.range")}</th>
                <th scope="col">{t("distribution.count")}</th>
                <th scope="col">{t("distribution.yours")}</th>
              </tr>
            </thead>
            <tbody>
              {criteria.map((criterion) => {
                const some = ofMeasure.filter((score) => score.criterion === criterion.name);
                return (
                  <CriterionRow
                    key={criterion.name}
                    criterion={criterion}
                    spread={spreadOf(some.map(({ value }) => value))}
                    own={some.find(({ member }) => member === me.member)?.value}
                  />
                );
              })}
            </tbody>
          </table>
        </div>
      ) : (
        <p className="note">
          {t((round.round?.number ?? 1) > 1 ? "score.sight.ownFirst" : "distribution.sealed")}
        </p>
      )}
    </Card>
  );
}

function CriterionRow(props: { criterion: Criterion; spread: Spread; own: number | undefined }) {
  const { t, number } = useText();
  const { criterion, spread, own } = props;
  const { scaleMin, scaleMax } = criterion;
  const at = (value: number) => `${((value - scaleMin) / (scaleMax - scaleMin)) * 100}%`;
  const counts = new Map<number, number>();
  for (const value of spread.values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return (
    <tr>
      <th scope="row">
        <bdi>{criterion.title}</bdi>
      </th>
      <td>
        <div className="strip" aria-hidden="true">
          <span className="strip-end">{number(scaleMin)}</span>
          <span className="strip-line">
            {spread.median !== undefined && (
              <span className="strip-median" style={{ insetInlineStart: at(spread.median) }} />
            )}
            {[...counts].map(([value, count]) => (
              <span
                key={value}
                className={value === own ? "strip-dot strip-own" : "strip-dot"}
                style={{
                  insetInlineStart: at(value),
                  inlineSize: `${0.6 + 0.3 * Math.sqrt(count - 1)}rem`,
                }}
              />
            ))}
          </span>
          <span className="strip-end">{number(scaleMax)}</span>
        </div>
      </td>
      <td className="number">{spread.median === undefined ? "" : number(spread.median)}</td>
      <td className="number">
        {spread.values.length === 0
          ? ""
          : t("distribution.fromTo", { low: number(spread.low), high: number(spread.high) })}
      </td>
      <td className="number">{number(spread.values.length)}</td>
      <td className="number">{own === undefined ? t("score.none") : number(own)}</td>
    </tr>
  );
}
