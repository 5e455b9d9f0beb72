// All measures, to read and, for facilitators, to curate.
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { idOf, nameOf } from "@/api/names";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useDocuments } from "@/state/queries";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Link } from "@/ui/link";
import { Empty, Page } from "@/ui/page";
import { isSetUp, MeasuresProvider, useMeasuresContext, useStable } from "./context";
import { countOf, type Filter, filtered, SHOWS, type Show } from "./list";
import { MeasureList } from "./measure_list";
import { Suggestions } from "./suggestions";
import "./measures.css";

export default function MeasuresPage() {
  const { t } = useText();
  const deliberation = useDeliberation();
  const note = deliberation.leads && !isSetUp(deliberation);
  return (
    <Page title={t("nav.measures")} lead={t(note ? "measures.frozen" : "measures.lead")} wide>
      <MeasuresProvider>
        <Measures />
      </MeasuresProvider>
    </Page>
  );
}

const EVERYTHING: Filter = { text: "", document: "", show: "all" };
const ADDRESS_WAIT_MS = 300;

/** The filter, which is in the address too: a link shows others the same list. */
function useFilter(): [Filter, (part: Partial<Filter>) => void] {
  const { name } = useDeliberation();
  const [params, setParams] = useSearchParams();
  const [filter, setFilter] = useState<Filter>(() => {
    const documentId = params.get("document") ?? "";
    return {
      text: params.get("text") ?? "",
      document: documentId === "" ? "" : nameOf(name, "documents", documentId),
      show: SHOWS.find((known) => known === params.get("show")) ?? "active",
    };
  });
  const write = useStable((next: Filter) => {
    const values = new URLSearchParams();
    if (next.text !== "") values.set("text", next.text);
    if (next.document !== "") values.set("document", idOf(next.document));
    if (next.show !== "active") values.set("show", next.show);
    if (values.toString() !== params.toString()) setParams(values, { replace: true });
  });
  useEffect(() => {
    const timer = setTimeout(() => write(filter), ADDRESS_WAIT_MS);
    return () => clearTimeout(timer);
  }, [filter, write]);
  const change = useCallback(
    (part: Partial<Filter>) => setFilter((before) => ({ ...before, ...part })),
    [],
  );
  return [filter, change];
}

function Measures() {
  const { t } = useText();
  const { items } = useMeasuresContext();
  const [filter, setFilter] = useFilter();
  const [current, setCurrent] = useState("");
  const [asked, setAsked] = useState({ name: "" });
  const late = useDeferredValue(filter);
  const shown = useMemo(() => filtered(items, late), [items, late]);
  const showOne = useStable((name: string) => {
    if (!shown.some(({ measure }) => measure.name === name)) {
      setFilter(EVERYTHING);
    }
    setAsked({ name });
  });
  return (
    <div className="measures-columns">
      <div className="measures-main">
        <Filters filter={filter} onChange={setFilter} shown={shown.length} />
        <MeasureList
          items={shown}
          label={t("nav.measures")}
          current={current}
          onCurrent={setCurrent}
          asked={asked}
          empty={<NoMeasures onReset={() => setFilter(EVERYTHING)} />}
        />
      </div>
      <Suggestions onShow={showOne} />
    </div>
  );
}

function NoMeasures(props: { onReset: () => void }) {
  const { t } = useText();
  const { items, may } = useMeasuresContext();
  if (items.length > 0) {
    return (
      <Empty actions={<Button onClick={props.onReset}>{t("measures.showAll")}</Button>}>
        {t("measures.noneFound")}
      </Empty>
    );
  }
  return (
    <Empty
      actions={
        may ? (
          <Link to="/documents" as="primary">
            {t("measures.addDocuments")}
          </Link>
        ) : undefined
      }
    >
      {t(may ? "measures.none.may" : "measures.none")}
    </Empty>
  );
}

function Filters(props: {
  filter: Filter;
  onChange: (part: Partial<Filter>) => void;
  shown: number;
}) {
  const { t } = useText();
  const { items } = useMeasuresContext();
  const documents = useDocuments().data ?? [];
  const { filter } = props;
  const counts = useMemo(() => {
    const measures = items.map(({ measure }) => measure);
    return new Map(SHOWS.map((show) => [show, countOf(measures, show)]));
  }, [items]);
  return (
    <search className="measure-filters">
      <Field label={t("measures.search")}>
        <input
          type="search"
          value={filter.text}
          dir="auto"
          onChange={(event) => props.onChange({ text: event.target.value })}
        />
      </Field>
      <Field label={t("measures.filter.show")}>
        <select
          value={filter.show}
          onChange={(event) => {
            const show = SHOWS.find((known) => known === event.target.value);
            if (show) props.onChange({ show });
          }}
        >
          {SHOWS.map((show: Show) => (
            <option key={show} value={show}>
              {t(`measures.filter.${show}`)} ({counts.get(show)})
            </option>
          ))}
        </select>
      </Field>
      <Field label={t("measures.filter.document")}>
        <select
          value={filter.document}
          onChange={(event) => props.onChange({ document: event.target.value })}
        >
          <option value="">{t("measures.filter.anyDocument")}</option>
          {documents.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </Field>
      <p className="hint measure-count">
        <span role="status">{t("measures.shown", { shown: props.shown, all: items.length })}</span>
        <a href="#suggestions">{t("suggest.title")}</a>
      </p>
    </search>
  );
}
