// How a measure changed, in words.
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useText } from "@/i18n";
import { firstWords } from "./details";
import { type Difference, differencesOf } from "./differences";
import { STATE_LABEL } from "./labels";

export function DifferenceList(props: { differences: Difference[] }) {
  if (props.differences.length === 0) return null;
  return (
    <ul className="differences">
      {props.differences.map((difference) => (
        <li key={difference.field}>
          <DifferenceWords difference={difference} />
        </li>
      ))}
    </ul>
  );
}

function DifferenceWords({ difference }: { difference: Difference }) {
  const { t } = useText();
  switch (difference.field) {
    case "title":
    case "actor":
      return (
        <>
          {t(`measures.${difference.field}`)}: <FromTo {...difference} />
        </>
      );
    case "reason":
      return (
        <>
          {t("measures.reason")}: <bdi>{difference.after}</bdi>
        </>
      );
    case "state":
      return <>{t(STATE_LABEL[difference.after])}</>;
    case "accepted":
      return <>{t(difference.after ? "measures.accepted" : "measures.unseen")}</>;
    case "quotes":
      return (
        <>
          {difference.added.map((quote) => (
            <span key={`+${quote.start}`} className="differences-quote">
              {t("history.quoteAdded")} <bdi>{firstWords(quote.text)}</bdi>
            </span>
          ))}
          {difference.removed.map((quote) => (
            <span key={`-${quote.start}`} className="differences-quote">
              {t("history.quoteRemoved")} <bdi>{firstWords(quote.text)}</bdi>
            </span>
          ))}
        </>
      );
  }
}

function FromTo(props: { before: string; after: string }) {
  const { t } = useText();
  return (
    <>
      <del>
        <bdi>{props.before || t("history.nothing")}</bdi>
      </del>{" "}
      <span aria-hidden="true">→</span>{" "}
      <ins>
        <bdi>{props.after || t("history.nothing")}</bdi>
      </ins>
    </>
  );
}

/** Tells somebody who fills in a form about a measure that it changed under them. */
export function ChangedMeanwhile(props: { base: Measure; now: Measure; label?: string }) {
  const { t } = useText();
  const differences = differencesOf(props.base, props.now);
  return (
    <div role="status">
      {differences.length > 0 && (
        <div className="note note-warn">
          <p>
            {props.label && <strong>{props.label} </strong>}
            {t("curate.changedMeanwhile")}
          </p>
          <DifferenceList differences={differences} />
        </div>
      )}
    </div>
  );
}
