// What is known of one measure, below its line in a list: actor, lineage, quotes.
import { type Measure, MeasureState, type Quote } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { type ReactNode, useState } from "react";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { useDocuments } from "@/state/queries";
import { Button } from "@/ui/button";
import { Link } from "@/ui/link";
import { useMeasuresContext } from "./context";
import { quoteKey } from "./deal";
import { StanceTag } from "./stance_tag";

const FIRST_QUOTES = 5;

export function Details(props: {
  measure: Measure;
  /** Shows a quote in the text beside; absent where no text is, then it is linked to. */
  onShowQuote?: ((measure: string, quote: number) => void) | undefined;
  /** Of the document whose text is beside. */
  document?: string | undefined;
}) {
  const { t } = useText();
  const { measure } = props;
  return (
    <div className="measure-details">
      {measure.rejectReason !== "" && (
        <p>
          {t("measures.rejectedBecause")} <bdi>{measure.rejectReason}</bdi>
        </p>
      )}
      <Lineage measure={measure} />
      {measure.withoutQuote && <p className="hint">{t("measures.withoutQuote")}</p>}
      <Quotes {...props} />
    </div>
  );
}

function Lineage({ measure }: { measure: Measure }) {
  const { t } = useText();
  return (
    <>
      <Relation label={t("measures.mergedInto")} names={[measure.mergedInto]} />
      <Relation label={t("measures.mergedFrom")} names={measure.mergedFrom} />
      <Relation label={t("measures.splitInto")} names={measure.splitInto} />
      <Relation label={t("measures.splitFrom")} names={[measure.splitFrom]} />
      <Relation label={t("measures.opposedTo")} names={measure.opposedTo} />
    </>
  );
}

function Relation(props: { label: string; names: string[] }) {
  const { index } = useMeasuresContext();
  const items = props.names.flatMap((name) => index.get(name) ?? []);
  if (items.length === 0) return null;
  return (
    <p className="measure-relation">
      {props.label}{" "}
      {items.map(({ measure, number }) => (
        <span key={measure.name} className="measure-relation-one">
          <Link to={`/measures/${idOf(measure.name)}`}>
            m{number} <bdi>{measure.title}</bdi>
          </Link>
        </span>
      ))}
    </p>
  );
}

function Quotes(props: {
  measure: Measure;
  onShowQuote?: ((measure: string, quote: number) => void) | undefined;
  document?: string | undefined;
}) {
  const { t, number } = useText();
  const [all, setAll] = useState(false);
  const { measure } = props;
  if (measure.quotes.length === 0) return null;
  const shown = all ? measure.quotes : measure.quotes.slice(0, FIRST_QUOTES);
  return (
    <>
      <ul className="measure-quotes" aria-label={t("measures.quotes")}>
        {shown.map((quote, index) => (
          <QuoteEntry
            key={quoteKey(quote)}
            measure={measure}
            quote={quote}
            link={
              props.onShowQuote && quote.document === props.document ? (
                <Button
                  kind="quiet"
                  className="button-small"
                  onClick={() => props.onShowQuote?.(measure.name, index)}
                >
                  {t("measures.showQuote")}
                </Button>
              ) : (
                <Link
                  to={`/documents/${idOf(quote.document)}?measure=${idOf(measure.name)}&quote=${index}`}
                >
                  {t("measures.showQuote")}
                </Link>
              )
            }
          />
        ))}
      </ul>
      {shown.length < measure.quotes.length && (
        <Button kind="quiet" className="button-small" onClick={() => setAll(true)}>
          {t("measures.moreQuotes", { count: number(measure.quotes.length - shown.length) })}
        </Button>
      )}
    </>
  );
}

function QuoteEntry(props: { measure: Measure; quote: Quote; link: ReactNode }) {
  const { t } = useText();
  const { may, curator } = useMeasuresContext();
  const [busy, setBusy] = useState(false);
  const { measure, quote } = props;
  const detach = async () => {
    setBusy(true);
    await curator.run(measure, { kind: "detach", quote });
    setBusy(false);
  };
  const canDetach = may && measure.state === MeasureState.ACTIVE;
  return (
    <li>
      <blockquote dir="auto">{quote.text}</blockquote>
      <p className="measure-source">
        <StanceTag stance={quote.stance} />
        <QuoteSource quote={quote} />
        {props.link}
        {canDetach && (
          <Button
            kind="quiet"
            className="button-small"
            busy={busy}
            onClick={() => void detach()}
            aria-label={t("measures.detach.label", { words: firstWords(quote.text) })}
          >
            {t("measures.detach")}
          </Button>
        )}
      </p>
    </li>
  );
}

/** Document, heading and page of a quote. */
export function QuoteSource({ quote }: { quote: Quote }) {
  const { t } = useText();
  const documents = useDocuments().data;
  const title = documents?.find(({ name }) => name === quote.document)?.title;
  return (
    <span className="hint">
      <bdi>{title ?? t("measures.someDocument")}</bdi>
      {quote.heading !== "" && (
        <>
          {" · "}
          <bdi>{quote.heading}</bdi>
        </>
      )}
      {quote.page > 0 && ` · ${t("reading.page", { page: quote.page })}`}
    </span>
  );
}

const WORDS_SHOWN = 60;

/** Enough of a quote to know it by. */
export function firstWords(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const points = [...line];
  return points.length <= WORDS_SHOWN ? line : `${points.slice(0, WORDS_SHOWN).join("")}…`;
}
