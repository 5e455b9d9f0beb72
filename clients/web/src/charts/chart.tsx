// One chart: what it shows in words, the picture, and the same figures as a table.
//
// The picture is not told to screen readers: they have the words and the table, which everybody else
// can show too.
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { DataTable, ScrollBox, type TableData } from "./data_table";
import { type Draw, drawPlot, loadPlot, type Plot, type Space } from "./plot";
import "./charts.css";

const PAPER_WIDTH = 680;
/** Nothing can be drawn in less; what is wider than its box is scrolled. */
const LEAST_WIDTH = 240;
/** Widths are rounded to this, so that a scrollbar which comes and goes draws nothing anew. */
const WIDTH_STEP = 8;

export function Chart(props: {
  title: string;
  /** What the chart says, in one or two sentences. */
  text: ReactNode;
  table: TableData;
  draw: Draw;
  /** Says what colours stand for. */
  legend?: ReactNode;
  /** Below the card's heading or deeper. */
  level?: 3 | 4;
  /** The table alone is shown: nothing can be drawn of so much. */
  tableOnly?: boolean;
}) {
  const { t } = useText();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const shown = asTable || props.tableOnly === true;
  const Heading = props.level === 4 ? "h4" : "h3";
  return (
    <figure className="chart" aria-labelledby={`${id}-title`}>
      <figcaption>
        <Heading id={`${id}-title`}>{props.title}</Heading>
        <p>{props.text}</p>
      </figcaption>
      {!props.tableOnly && (
        <>
          {props.legend}
          <Picture draw={props.draw} />
          <Button
            kind="quiet"
            className="button-small chart-toggle"
            aria-expanded={asTable}
            aria-controls={`${id}-table`}
            onClick={() => setAsTable(!asTable)}
          >
            {t(asTable ? "chart.hideTable" : "chart.showTable")}
          </Button>
        </>
      )}
      <div id={`${id}-table`} className={shown ? undefined : "chart-table-hidden"}>
        {shown ? (
          <ScrollBox label={props.title}>
            <DataTable caption={props.title} data={props.table} />
          </ScrollBox>
        ) : (
          <DataTable caption={props.title} data={props.table} />
        )}
      </div>
    </figure>
  );
}

function Picture(props: { draw: Draw }) {
  const { t } = useText();
  const place = useRef<HTMLDivElement>(null);
  const plot = usePlot();
  const space = useSpace(place);
  const { draw } = props;
  const loaded = plot === "loading" || plot === "failed" ? null : plot;
  useEffect(() => {
    if (place.current === null || loaded === null || space === null) return;
    place.current.replaceChildren(drawPlot(loaded, draw, space));
  }, [loaded, draw, space]);
  return (
    <>
      {plot === "failed" && <p className="hint">{t("chart.failed")}</p>}
      <div ref={place} className="chart-picture" aria-hidden="true" data-drawn={loaded !== null} />
    </>
  );
}

function usePlot(): Plot | "loading" | "failed" {
  const [plot, setPlot] = useState<Plot | "loading" | "failed">("loading");
  useEffect(() => {
    let gone = false;
    loadPlot().then(
      (loaded) => {
        if (!gone) setPlot(loaded);
      },
      () => {
        if (!gone) setPlot("failed");
      },
    );
    return () => {
      gone = true;
    };
  }, []);
  return plot;
}

/** The room of an element, and that of paper while the page is printed. */
function useSpace(place: { current: HTMLElement | null }): Space | null {
  const [space, setSpace] = useState<Space | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let printing = false;
    const measure = () => {
      if (printing) return;
      const room = Math.floor(element.clientWidth / WIDTH_STEP) * WIDTH_STEP;
      // Not laid out yet, as within closed details.
      const width = room === 0 ? PAPER_WIDTH : Math.max(LEAST_WIDTH, room);
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      setSpace((now) => (now?.width === width && now.rem === rem ? now : { width, rem }));
    };
    // Drawn at once: the browser takes the page as it is when these handlers return.
    const beforePrint = () => {
      printing = true;
      flushSync(() => setSpace({ width: PAPER_WIDTH, rem: 14 }));
    };
    const afterPrint = () => {
      printing = false;
      measure();
    };
    measure();
    const observer =
      typeof ResizeObserver === "undefined" ? undefined : new ResizeObserver(measure);
    observer?.observe(element);
    window.addEventListener("beforeprint", beforePrint);
    window.addEventListener("afterprint", afterPrint);
    return () => {
      observer?.disconnect();
      window.removeEventListener("beforeprint", beforePrint);
      window.removeEventListener("afterprint", afterPrint);
    };
  }, [place]);
  return space;
}
