// One document to read: its text on one side, the measures that quote it on the other, each leading to
// the other. Facilitators curate here, and quote what they select.
import { type Block, type Document, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { nameOf } from "@/api/names";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import { Button } from "@/ui/button";
import { Link } from "@/ui/link";
import { Loading } from "@/ui/loading";
import { Empty, Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { MeasuresProvider, useMeasuresContext, useStable } from "../measures/context";
import { MeasureList } from "../measures/measure_list";
import { CodePoints } from "./code_points";
import { ChunkView, chunkOfBlocks, type Pointed, quoteFocusId } from "./document_text";
import { factsOf } from "./document_words";
import { DownloadButton } from "./download";
import { type Highlight, highlightsOf, type Placed, placeInBlocks } from "./highlights";
import { chunksOf, groupsOf } from "./outline";
import { QuoteTools } from "./quote_tools";
import "../measures/measures.css";

export default function ReadingView({ name }: { name: string }) {
  const { t } = useText();
  const { id, clients } = useDeliberation();
  // What is stored of a document never changes.
  const forever = { staleTime: Number.POSITIVE_INFINITY };
  const document = useQuery({
    queryKey: keyOf(id, "documents", "one", name),
    queryFn: async () => (await clients.ingestion.getDocument({ name })).document ?? null,
    ...forever,
  });
  const text = useQuery({
    queryKey: keyOf(id, "documents", "text", name),
    queryFn: () => clients.ingestion.getDocumentText({ name }),
    structuralSharing: false,
    ...forever,
  });
  const problem = document.error ?? text.error;
  if (problem) {
    const retry = () => void (document.error ? document : text).refetch();
    return (
      <Page title={t("nav.documents")}>
        <ProblemNote problem={problem} onRetry={retry} />
        <p>
          <Link to="/documents">{t("reading.back")}</Link>
        </p>
      </Page>
    );
  }
  if (!document.data || !text.data) return <Loading />;
  return (
    <Page
      title={document.data.title}
      wide
      lead={<Facts document={document.data} />}
      actions={<DownloadButton document={document.data} />}
    >
      <MeasuresProvider>
        <Reading document={document.data} text={text.data.text} blocks={text.data.blocks} />
      </MeasuresProvider>
    </Page>
  );
}

function Facts({ document }: { document: Document }) {
  const text = useText();
  const facts = factsOf(document, text);
  return (
    <>
      {facts.map(({ key, words }, index) => (
        <span key={key}>
          {index > 0 && " · "}
          <bdi>{words}</bdi>
        </span>
      ))}
      {document.source !== "" && (
        <>
          {" · "}
          <bdi className="document-address">{document.source}</bdi>
        </>
      )}
    </>
  );
}

type Side = "text" | "measures";

function Reading(props: { document: Document; text: string; blocks: Block[] }) {
  const { t } = useText();
  const { document, text, blocks } = props;
  const { items, may } = useMeasuresContext();
  const [side, setSide] = useState<Side>("text");
  const [showRejected, setShowRejected] = useState(false);
  const [showChrome, setShowChrome] = useState(false);
  const article = useRef<HTMLElement>(null);

  const points = useMemo(() => new CodePoints(text), [text]);
  const chunks = useMemo(() => chunksOf(groupsOf(blocks)), [blocks]);
  const hasChrome = useMemo(
    () => chunks.some(({ groups }) => groups.some(({ kind }) => kind === "chrome")),
    [chunks],
  );
  const quoting = useMemo(
    () =>
      items.filter(
        ({ measure: { state } }) =>
          state === MeasureState.ACTIVE || (showRejected && state === MeasureState.REJECTED),
      ),
    [items, showRejected],
  );
  const highlights = useSteady(
    useMemo(() => highlightsOf(quoting, document.name), [quoting, document.name]),
  );
  const listed = useMemo(() => {
    const order = new Map<string, number>();
    for (const { measure } of highlights) if (!order.has(measure)) order.set(measure, order.size);
    return quoting
      .filter(({ measure }) => order.has(measure.name))
      .sort((a, b) => (order.get(a.measure.name) ?? 0) - (order.get(b.measure.name) ?? 0));
  }, [quoting, highlights]);
  const link = useLink(highlights, setSide);

  return (
    <>
      <fieldset className="sides no-print">
        <legend className="visually-hidden">{t("reading.sides")}</legend>
        <Button aria-pressed={side === "text"} onClick={() => setSide("text")}>
          {t("reading.text")}
        </Button>
        <Button aria-pressed={side === "measures"} onClick={() => setSide("measures")}>
          {t("reading.measures", { count: listed.length })}
        </Button>
      </fieldset>
      <div className="reading" data-side={side}>
        <section className="reading-text" aria-labelledby="reading-text">
          <div className="reading-head no-print">
            <h2 id="reading-text">{t("reading.text")}</h2>
            {hasChrome && (
              <Button
                className="button-small"
                kind="quiet"
                aria-pressed={showChrome}
                onClick={() => setShowChrome(!showChrome)}
              >
                {t("reading.chrome")}
              </Button>
            )}
          </div>
          {text === "" ? (
            <Empty>{t("reading.empty")}</Empty>
          ) : (
            <article
              ref={article}
              className="document"
              lang={document.language === "" ? undefined : document.language}
            >
              <Chunks
                points={points}
                blocks={blocks}
                chunks={chunks}
                highlights={highlights}
                active={link.active}
                pointed={link.pointed}
                showChrome={showChrome}
                onPick={link.pickQuote}
              />
            </article>
          )}
          <QuoteTools
            article={article}
            points={points}
            document={document.name}
            may={may}
            highlights={highlights}
            onPick={link.pickQuote}
            active={link.active}
            onAdded={link.askFor}
          />
        </section>
        <section className="reading-measures" aria-labelledby="reading-measures">
          <div className="reading-head no-print">
            <h2 id="reading-measures">{t("reading.measures", { count: listed.length })}</h2>
            <Button
              className="button-small"
              kind="quiet"
              aria-pressed={showRejected}
              onClick={() => setShowRejected(!showRejected)}
            >
              {t("reading.rejected")}
            </Button>
          </div>
          <MeasureList
            items={listed}
            label={t("reading.measuresOf")}
            current={link.current}
            onCurrent={link.openMeasure}
            asked={link.asked}
            onShowQuote={link.showQuote}
            document={document.name}
            empty={<Empty>{t(may ? "reading.none.may" : "reading.none")}</Empty>}
          />
        </section>
      </div>
    </>
  );
}

/** The same array as long as nothing of it that is shown changes. */
function useSteady(highlights: Highlight[]): Highlight[] {
  const words = JSON.stringify(highlights);
  return useMemo(() => JSON.parse(words) as Highlight[], [words]);
}

/** Which quote and which measure are open, and the ways between them. */
function useLink(highlights: Highlight[], setSide: (side: Side) => void) {
  const { name } = useDeliberation();
  const [params] = useSearchParams();
  const [active, setActive] = useState("");
  const [current, setCurrent] = useState("");
  const [asked, setAsked] = useState({ name: "" });
  const [scrolled, setScrolled] = useState({ id: "", focus: false });

  const openMeasure = useStable((measure: string) => {
    setCurrent(measure);
    const isOpen = highlights.some((one) => one.id === active && one.measure === measure);
    if (isOpen) return;
    const first = highlights.find((one) => one.measure === measure);
    setActive(first?.id ?? "");
    if (first) setScrolled({ id: first.id, focus: false });
  });
  const showQuote = useStable((measure: string, quote: number) => {
    const shown = highlights.find((one) => one.measure === measure && one.quote === quote);
    if (!shown) return;
    setCurrent(measure);
    setActive(shown.id);
    setSide("text");
    setScrolled({ id: shown.id, focus: true });
  });
  const pickQuote = useStable((highlight: Highlight) => {
    setActive(highlight.id);
    setCurrent(highlight.measure);
    setSide("measures");
    setAsked({ name: highlight.measure });
  });

  useEffect(() => {
    if (scrolled.id === "") return;
    const sign = window.document.getElementById(quoteFocusId(scrolled.id));
    if (!sign) return;
    scrollToText(sign);
    if (scrolled.focus) sign.focus({ preventScroll: true });
  }, [scrolled]);

  const [pointed] = useState<Pointed | null>(() => stretchOf(params));
  useEffect(() => {
    if (pointed) scrollToPointed();
  }, [pointed]);
  const wanted = params.get("measure");
  const wantedQuote = Number(params.get("quote") ?? 0);
  useEffect(() => {
    if (wanted === null) return;
    showQuote(nameOf(name, "measures", wanted), wantedQuote);
  }, [wanted, wantedQuote, name, showQuote]);

  return {
    active,
    current,
    asked,
    pointed,
    openMeasure,
    showQuote,
    pickQuote,
    askFor: useCallback((measure: string) => setAsked({ name: measure }), []),
  };
}

/** The stretch that the address names: "?start=120&end=180". */
function stretchOf(params: URLSearchParams): Pointed | null {
  const start = Number(params.get("start") ?? Number.NaN);
  const end = Number(params.get("end") ?? Number.NaN);
  return start >= 0 && end > start ? { start, end } : null;
}

function scrollToPointed(): void {
  const first = window.document.querySelector<HTMLElement>(".document mark[data-active]");
  if (first) scrollToText(first);
}

/** Once more when the chunks around it have been laid out, which moves what is below them. */
function scrollToText(element: HTMLElement): void {
  element.scrollIntoView({ block: "nearest" });
  requestAnimationFrame(() =>
    requestAnimationFrame(() => element.scrollIntoView({ block: "nearest" })),
  );
}

function Chunks(props: {
  points: CodePoints;
  blocks: Block[];
  chunks: ReturnType<typeof chunksOf>;
  highlights: Highlight[];
  active: string;
  pointed: Pointed | null;
  showChrome: boolean;
  onPick: (highlight: Highlight) => void;
}) {
  const { points, blocks, chunks, highlights, active, pointed, showChrome, onPick } = props;
  const placed = useMemo(() => placeInBlocks(blocks, highlights), [blocks, highlights]);
  const chunkOf = useMemo(() => chunkOfBlocks(chunks), [chunks]);
  // By chunk, so that one without quotes is not rendered again when others get some.
  const perChunk = useMemo(() => {
    const found = new Map<number, Map<number, readonly Placed[]>>();
    for (const [block, here] of placed) {
      const id = chunkOf.get(block) ?? 0;
      const ofChunk = found.get(id) ?? new Map<number, readonly Placed[]>();
      ofChunk.set(block, here);
      found.set(id, ofChunk);
    }
    return found;
  }, [placed, chunkOf]);
  const activeChunks = useMemo(() => {
    const ids = new Set<number>();
    for (const [id, ofChunk] of perChunk) {
      for (const here of ofChunk.values()) {
        if (here.some(({ highlight }) => highlight.id === active)) ids.add(id);
      }
    }
    return ids;
  }, [perChunk, active]);
  return chunks.map((chunk) => (
    <ChunkView
      key={chunk.id}
      chunk={chunk}
      points={points}
      blocks={blocks}
      placed={perChunk.get(chunk.id) ?? NONE}
      pointed={pointed}
      showChrome={showChrome}
      active={activeChunks.has(chunk.id) ? active : ""}
      onPick={onPick}
    />
  ));
}

const NONE: ReadonlyMap<number, readonly Placed[]> = new Map();
