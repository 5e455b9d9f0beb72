// One measure: where it comes from, what is said about it, and how it was scored.
import { type Measure, MeasureState, Stance } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useMemo } from "react";
import { useParams } from "wouter";
import { idOf } from "@/api/names";
import { type MessageId, useText } from "@/i18n";
import { useDocuments, useMeasures } from "@/state/queries";
import { takingPart } from "@/state/scores";
import { Badge } from "@/ui/badge";
import { Link } from "@/ui/link";
import { Loading } from "@/ui/loading";
import { Card, Empty, Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { STANCE_WORD, STATE_LABEL } from "../measures/labels";
import { Arguments } from "./arguments";
import { Distribution } from "./distribution";
import { quoteKey } from "./quotes";
import "./measure.css";

export default function MeasurePage() {
  const { t } = useText();
  const { measure: id } = useParams<{ measure: string }>();
  const measures = useMeasures();
  if (measures.isPending) return <Loading />;
  if (measures.error) {
    return <ProblemNote problem={measures.error} onRetry={() => void measures.refetch()} />;
  }
  const measure = measures.data.find(({ name }) => idOf(name) === id);
  if (measure === undefined) {
    return (
      <Page title={t("nav.measures")}>
        <Empty
          actions={
            <Link to="/measures" as="button">
              {t("measure.all")}
            </Link>
          }
        >
          {t("measure.unknown")}
        </Empty>
      </Page>
    );
  }
  return <OneMeasure key={measure.name} measure={measure} all={measures.data} />;
}

function OneMeasure({ measure, all }: { measure: Measure; all: Measure[] }) {
  const { t } = useText();
  const takesPart = measure.state === MeasureState.ACTIVE;
  return (
    <Page
      title={measure.title}
      lead={
        <>
          m{all.indexOf(measure) + 1}
          {measure.actor !== "" && (
            <>
              {" · "}
              {t("measure.actor")} <bdi>{measure.actor}</bdi>
            </>
          )}{" "}
          {!takesPart && <Badge tone="warn">{t(STATE_LABEL[measure.state])}</Badge>}
        </>
      }
    >
      <Beside measure={measure} all={all} />
      {measure.rejectReason !== "" && (
        <p className="note note-warn">
          {t("measures.rejectedBecause")} <bdi>{measure.rejectReason}</bdi>
        </p>
      )}
      <Lineage measure={measure} all={all} />
      <Quotes measure={measure} />
      <Arguments measure={measure} />
      <Distribution measure={measure} />
    </Page>
  );
}

/** To the measures before and after it, of those that take part. */
function Beside({ measure, all }: { measure: Measure; all: Measure[] }) {
  const { t } = useText();
  const some = useMemo(() => takingPart(all), [all]);
  const at = some.indexOf(measure);
  const before = at > 0 ? some[at - 1] : undefined;
  const after = at >= 0 ? some[at + 1] : undefined;
  return (
    <nav className="beside" aria-label={t("measure.beside")}>
      {before && (
        <Link to={`/measures/${idOf(before.name)}`}>
          <span aria-hidden="true">← </span>
          <span className="visually-hidden">{t("measure.before")} </span>
          <bdi>{before.title}</bdi>
        </Link>
      )}
      <Link to="/measures">{t("measure.all")}</Link>
      {after && (
        <Link to={`/measures/${idOf(after.name)}`}>
          <span className="visually-hidden">{t("measure.after")} </span>
          <bdi>{after.title}</bdi>
          <span aria-hidden="true"> →</span>
        </Link>
      )}
    </nav>
  );
}

function Lineage({ measure, all }: { measure: Measure; all: Measure[] }) {
  const { t } = useText();
  const relations: [MessageId, string[]][] = [
    ["measures.opposedTo", measure.opposedTo],
    ["measures.mergedInto", [measure.mergedInto]],
    ["measures.mergedFrom", measure.mergedFrom],
    ["measures.splitInto", measure.splitInto],
    ["measures.splitFrom", [measure.splitFrom]],
  ];
  const shown = relations
    .map(([label, names]) => ({ label, some: all.filter(({ name }) => names.includes(name)) }))
    .filter(({ some }) => some.length > 0);
  if (shown.length === 0) return null;
  return (
    <Card>
      {shown.map(({ label, some }) => (
        <div key={label}>
          <p className="hint">{t(label)}</p>
          <ul className="relations">
            {some.map(({ name, title }) => (
              <li key={name}>
                <Link to={`/measures/${idOf(name)}`}>
                  <bdi>{title}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Card>
  );
}

function Quotes({ measure }: { measure: Measure }) {
  const { t } = useText();
  const documents = useDocuments();
  const titleOf = (name: string) =>
    documents.data?.find((document) => document.name === name)?.title ?? "";
  return (
    <Card title={t("measure.quotes")}>
      {measure.quotes.length === 0 && <p className="hint">{t("measure.quotes.none")}</p>}
      <ul className="plain-list" hidden={measure.quotes.length === 0}>
        {measure.quotes.map((quote, index) => (
          <li key={quoteKey(quote)}>
            <blockquote dir="auto">{quote.text}</blockquote>
            <p className="hint quote-source">
              {quote.stance !== Stance.UNSPECIFIED && (
                <Badge>{t(`stance.${STANCE_WORD[quote.stance]}`)}</Badge>
              )}
              <Link
                to={`/documents/${idOf(quote.document)}?measure=${idOf(measure.name)}&quote=${index}`}
              >
                <bdi>{titleOf(quote.document) || t("measure.quote.source")}</bdi>
              </Link>
              {quote.heading !== "" && <bdi>{quote.heading}</bdi>}
              {quote.page > 0 && <span>{t("measure.quote.page", { page: quote.page })}</span>}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
