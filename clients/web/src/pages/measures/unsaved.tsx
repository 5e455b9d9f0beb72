import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { sentenceOf } from "@/ui/problem_note";
import { useMeasuresContext } from "./context";
import type { Unsaved } from "./curator";

/** What could not be sent: kept with what was typed, for another try. */
export function UnsavedNote() {
  const { t } = useText();
  const { curator, state } = useMeasuresContext();
  if (state.unsaved.length === 0) return null;
  return (
    <div className="problem" role="alert">
      <p>
        <strong>{t("curate.unsaved")}</strong>
      </p>
      <ul className="unsaved">
        {state.unsaved.map((unsaved) => (
          <li key={unsaved.attempt.requestId}>
            <UnsavedWords unsaved={unsaved} />
            <span className="actions">
              <Button className="button-small" onClick={() => void curator.retry(unsaved)}>
                {t("app.retry")}
              </Button>
              <Button
                className="button-small"
                kind="quiet"
                onClick={() => curator.discard(unsaved)}
              >
                {t("curate.discard")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function UnsavedWords({ unsaved: { attempt, problem } }: { unsaved: Unsaved }) {
  const { t } = useText();
  const { index } = useMeasuresContext();
  const { base, intent } = attempt;
  const typed =
    intent.kind === "edit" ? intent.title : intent.kind === "reject" ? intent.reason : "";
  return (
    <span>
      {t(`curate.intent.${intent.kind}`)} m{index.get(base.name)?.number ?? ""}{" "}
      <bdi>{typed || base.title}</bdi>: {sentenceOf(problem, t)}
      {problem.fields.map(({ description }) => ` ${description}`)}
    </span>
  );
}
