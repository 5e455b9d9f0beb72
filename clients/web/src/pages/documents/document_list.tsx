// The documents of a deliberation, and where files are dropped.
import { type Document, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useMemo } from "react";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useDocuments, useMeasures } from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Link } from "@/ui/link";
import { Loading } from "@/ui/loading";
import { Empty, Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { isSetUp } from "../measures/context";
import { factsOf } from "./document_words";
import { UploadArea, useMayAdd } from "./upload_area";

export function DocumentList() {
  const { t } = useText();
  const deliberation = useDeliberation();
  const mayAdd = useMayAdd();
  const documents = useDocuments();
  const frozen = deliberation.leads && !isSetUp(deliberation);
  return (
    <Page title={t("nav.documents")} lead={t(frozen ? "documents.frozen" : "documents.lead")}>
      {mayAdd && <UploadArea />}
      {documents.isPending && <Loading />}
      {documents.error && (
        <ProblemNote problem={documents.error} onRetry={() => void documents.refetch()} />
      )}
      {documents.data?.length === 0 && (
        <Empty>{t(mayAdd ? "documents.none.may" : "documents.none")}</Empty>
      )}
      {documents.data && documents.data.length > 0 && <Cards documents={documents.data} />}
    </Page>
  );
}

function Cards({ documents }: { documents: Document[] }) {
  const { t } = useText();
  const measures = useMeasures().data;
  // What is quoted of each now, after merging and rejecting.
  const quoted = useMemo(() => {
    const counts = new Map<string, number>();
    for (const measure of measures ?? []) {
      if (measure.state !== MeasureState.ACTIVE) continue;
      for (const document of new Set(measure.quotes.map((quote) => quote.document))) {
        counts.set(document, (counts.get(document) ?? 0) + 1);
      }
    }
    return counts;
  }, [measures]);
  return (
    <section className="stack" aria-labelledby="documents-here">
      <h2 id="documents-here">{t("documents.here", { count: documents.length })}</h2>
      <ul className="card-list">
        {documents.map((document) => (
          <Card key={document.name} document={document} inUse={quoted.get(document.name) ?? 0} />
        ))}
      </ul>
    </section>
  );
}

function Card({ document, inUse }: { document: Document; inUse: number }) {
  const text = useText();
  const { t } = text;
  return (
    <li className="card document-card">
      <div className="card-row">
        <h3>
          <Link to={`/documents/${idOf(document.name)}`} className="card-link">
            <bdi>{document.title}</bdi>
          </Link>
        </h3>
        {document.searched ? (
          <span>{t("documents.measures", { count: inUse })}</span>
        ) : (
          <Badge tone="warn">{t("documents.notSearched")}</Badge>
        )}
      </div>
      <ul className="facts hint">
        {factsOf(document, text).map(({ key, words }) => (
          <li key={key}>
            <span className="visually-hidden">{t(`documents.fact.${key}`)}: </span>
            <bdi>{words}</bdi>
          </li>
        ))}
      </ul>
      {!document.searched && <p className="hint">{t("documents.notSearched.text")}</p>}
      {document.searched && document.measureCount !== inUse && (
        <p className="hint">{t("documents.found", { count: document.measureCount })}</p>
      )}
    </li>
  );
}
