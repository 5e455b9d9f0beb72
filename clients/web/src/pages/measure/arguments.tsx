// What is said for and against a measure, in two columns.
import { type Argument, Side } from "@gen/plenum/deliberation/v1/argument_pb";
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useMemo } from "react";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { useArguments, useSeenArguments } from "@/state/arguments";
import { isOver } from "@/state/ballot";
import { useDeliberation } from "@/state/deliberation";
import { Button } from "@/ui/button";
import { Link } from "@/ui/link";
import { Loading } from "@/ui/loading";
import { ProblemNote } from "@/ui/problem_note";
import { useArgumentDraft } from "./argument_drafts";
import { ArgumentEntry } from "./argument_entry";
import { ArgumentForm } from "./argument_form";
import { useSay } from "./use_argument_writes";

export interface Threads {
  [Side.PRO]: Argument[];
  [Side.CON]: Argument[];
  /** By the name of what they reply to. */
  replies: Map<string, Argument[]>;
}

/** Of one measure, in the order of saying. */
export function threadsOf(all: readonly Argument[], measure: string): Threads {
  const threads: Threads = { [Side.PRO]: [], [Side.CON]: [], replies: new Map() };
  for (const argument of all) {
    if (argument.measure !== measure) continue;
    const { replyTo, side } = argument;
    if (replyTo !== "") {
      threads.replies.set(replyTo, [...(threads.replies.get(replyTo) ?? []), argument]);
    } else if (side !== Side.UNSPECIFIED) {
      threads[side].push(argument);
    }
  }
  return threads;
}

export function Arguments({ measure }: { measure: Measure }) {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  const all = useArguments();
  const ofMeasure = useMemo(
    () => all.data?.filter((argument) => argument.measure === measure.name),
    [all.data, measure.name],
  );
  const threads = useMemo(
    () => threadsOf(ofMeasure ?? [], measure.name),
    [ofMeasure, measure.name],
  );
  const seen = useSeenArguments(measure.name, ofMeasure);
  const open = !isOver(deliberation.phase);
  return (
    <section className="stack" aria-labelledby="arguments">
      <h2 id="arguments">{t("argument.title")}</h2>
      {!open && <p className="hint">{t("argument.closed")}</p>}
      {all.isPending && <Loading />}
      {all.error && <ProblemNote problem={all.error} onRetry={() => void all.refetch()} />}
      <div className="columns">
        {([Side.PRO, Side.CON] as const).map((side) => (
          <Column
            key={side}
            side={side}
            measure={measure}
            said={threads[side]}
            replies={threads.replies}
            open={open}
            seen={seen}
          />
        ))}
      </div>
    </section>
  );
}

function Column(props: {
  side: Side.PRO | Side.CON;
  measure: Measure;
  said: Argument[];
  replies: Map<string, Argument[]>;
  open: boolean;
  seen: number;
}) {
  const { t } = useText();
  const { votes } = useDeliberation();
  const { side, measure, said, replies, open, seen } = props;
  const isPro = side === Side.PRO;
  const own = useArgumentDraft(`${isPro ? "pro" : "con"}.${idOf(measure.name)}`);
  const saying = useSay({ measure: measure.name, side }, own.done);
  const { draft } = own;
  return (
    <section className={`card side side-${isPro ? "pro" : "con"}`}>
      <div className="card-head">
        <h3>
          <span aria-hidden="true">{isPro ? "+" : "−"}</span>{" "}
          {t(isPro ? "argument.pro" : "argument.con")}{" "}
          <span className="hint">{t("argument.count", { count: said.length })}</span>
        </h3>
        {votes && open && !draft && (
          <Button onClick={() => own.begin()}>
            {t(isPro ? "argument.add.pro" : "argument.add.con")}
          </Button>
        )}
      </div>
      {draft && (
        <ArgumentForm
          label={t(isPro ? "argument.add.pro.label" : "argument.add.con.label")}
          draft={draft}
          measure={measure}
          submit={t("argument.say")}
          busy={saying.isPending}
          problem={saying.error}
          onChange={own.change}
          onSubmit={() => saying.mutate(draft)}
          onCancel={own.done}
        />
      )}
      {said.length === 0 && !draft && <p className="hint">{t("argument.side.none")}</p>}
      <ul className="plain-list" hidden={said.length === 0}>
        {said.map((argument) => (
          <ArgumentEntry
            key={argument.name}
            argument={argument}
            replies={replies.get(argument.name) ?? []}
            measure={measure}
            open={open}
            seen={seen}
          />
        ))}
      </ul>
      <FromDocuments measure={measure} supports={isPro} />
    </section>
  );
}

/** Sentences of the documents that argue for or against the measure. */
function FromDocuments(props: { measure: Measure; supports: boolean }) {
  const { t } = useText();
  const found = props.measure.arguments.filter(({ supports }) => supports === props.supports);
  if (found.length === 0) return null;
  return (
    <>
      <h4>{t("argument.fromDocuments")}</h4>
      <ul className="plain-list">
        {found.map(
          ({ quote }) =>
            quote && (
              <li key={`${quote.document} ${quote.start}`}>
                <blockquote dir="auto">
                  {quote.text}{" "}
                  <Link
                    to={`/documents/${idOf(quote.document)}?start=${quote.start}&end=${quote.end}`}
                  >
                    {t("measure.quote.source")}
                  </Link>
                </blockquote>
              </li>
            ),
        )}
      </ul>
    </>
  );
}
