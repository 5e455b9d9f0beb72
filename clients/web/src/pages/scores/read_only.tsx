// Scores that cannot be changed: one's own, and the medians of all when they can be seen.
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { Link } from "@/ui/link";
import { cellOf, type Scoring } from "./use_scoring";

export function ReadOnlyScores({ scoring }: { scoring: Scoring }) {
  const { t, number } = useText();
  const { measures, criteria, numbers, rowOf, visible } = scoring;
  return (
    <div className="scrolled score-box">
      <table className="score-table">
        <caption className="hint">{t(visible ? "score.table.all" : "score.table.own")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("score.measure")}</th>
            {criteria.map((criterion) => (
              <th key={criterion.name} scope="col">
                <bdi>{criterion.title}</bdi>{" "}
                <span className="hint">
                  {t("score.scale", {
                    low: number(criterion.scaleMin),
                    high: number(criterion.scaleMax),
                  })}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => (
            <tr key={measure.name}>
              <th scope="row">
                <span className="hint">m{numbers.get(measure.name)}</span>{" "}
                <Link to={`/measures/${idOf(measure.name)}`}>
                  <bdi>{measure.title}</bdi>
                </Link>
              </th>
              {criteria.map((criterion) => {
                const { score, others } = cellOf(rowOf(measure.name), criterion.name);
                return (
                  <td key={criterion.name} className="number">
                    {score === null ? (
                      <span className="hint">{t("score.none")}</span>
                    ) : (
                      <strong>{number(score.value)}</strong>
                    )}
                    {others && (
                      <span className="score-note">
                        {t("score.others.of", {
                          value: number(others.median),
                          count: others.count,
                        })}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
