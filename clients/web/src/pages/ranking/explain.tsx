// Why one measure ranks above another, and what would turn it round.
import type { CriteriaRanking, ExplainRankingResponse } from "@gen/plenum/scoring/v1/scoring_pb";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Chart } from "@/charts/chart";
import { diverging } from "@/charts/drawings";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import { Field } from "@/ui/field";
import { Loading } from "@/ui/loading";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { type Called, explanationSentence, flipSentence, signed } from "./ranking_text";
import type { RankingOptions } from "./sensitivity";

export function ExplainPair(props: {
  ranking: CriteriaRanking;
  options: RankingOptions;
  called: Called;
  version: string;
}) {
  const { t } = useText();
  const { id, name, clients } = useDeliberation();
  const { ranking, called } = props;
  const [chosen, setChosen] = useState<{ measure: string; other: string } | null>(null);
  const placed = ranking.measures.filter(({ position }) => position > 0);
  const measure = chosen?.measure ?? placed[0]?.measure ?? "";
  const other = chosen?.other ?? placed[1]?.measure ?? "";
  const { groupRule, weightRule } = props.options;
  const explained = useQuery({
    queryKey: keyOf(
      id,
      "ranking",
      "why",
      `${groupRule} ${weightRule}`,
      measure,
      other,
      props.version,
    ),
    queryFn: () =>
      clients.scoring.explainRanking({ parent: name, measure, other, options: props.options }),
    enabled: measure !== "" && other !== "" && measure !== other,
  });
  if (placed.length < 2) return null;
  const options = placed.map((one) => (
    <option key={one.measure} value={one.measure}>
      {`${one.position}. ${one.title}`}
    </option>
  ));
  return (
    <Card title={t("ranking.explain.title")}>
      <div className="why-pick">
        <Field label={t("result.why.first")}>
          <select
            value={measure}
            onChange={(event) => setChosen({ measure: event.target.value, other })}
          >
            {options}
          </select>
        </Field>
        <Field label={t("result.why.second")}>
          <select
            value={other}
            onChange={(event) => setChosen({ measure, other: event.target.value })}
          >
            {options}
          </select>
        </Field>
      </div>
      {measure === other ? (
        <p>{t("result.why.same")}</p>
      ) : explained.error ? (
        <ProblemNote problem={explained.error} onRetry={() => void explained.refetch()} />
      ) : explained.data ? (
        <Explanation
          response={explained.data}
          titles={{ measure: called.measure(measure), other: called.measure(other) }}
          called={called}
        />
      ) : (
        <Loading />
      )}
    </Card>
  );
}

function Explanation(props: {
  response: ExplainRankingResponse;
  titles: { measure: string; other: string };
  called: Called;
}) {
  const text = useText();
  const { t, number, percent } = text;
  const { response, titles, called } = props;
  const lead = response.total - response.otherTotal;
  const leads = lead >= 0 ? titles.measure : titles.other;
  const follows = lead >= 0 ? titles.other : titles.measure;
  const draw = useMemo(
    () =>
      diverging(
        response.criteria.map(({ title, difference }) => ({
          label: title,
          value: difference,
          shown: signed(difference, text),
        })),
      ),
    [response, text],
  );
  return (
    <>
      <p role="status">{explanationSentence(response, titles, text)}</p>
      <Chart
        title={t("ranking.explain.chart")}
        text={t("ranking.explain.chartText", titles)}
        draw={draw}
        table={{
          columns: [
            { label: t("result.movement.criterion") },
            { label: t("ranking.weight"), numeric: true },
            { label: titles.measure, numeric: true },
            { label: `${titles.other} `, numeric: true },
            { label: t("ranking.explain.adds"), numeric: true },
          ],
          rows: response.criteria.map((one) => ({
            key: one.criterion,
            cells: [
              one.title,
              percent(one.weight),
              number(one.value),
              number(one.otherValue),
              signed(one.difference, text),
            ],
          })),
        }}
      />
      <h3>{t("ranking.flip.title")}</h3>
      {response.flips.length === 0 ? (
        <p>{t("ranking.flip.none")}</p>
      ) : (
        <ul className="findings">
          {response.flips.map((flip) => (
            <li key={`${flip.kind} ${flip.criterion} ${flip.member} ${flip.measure}`}>
              {flipSentence(flip, { leads, follows }, called, text)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
