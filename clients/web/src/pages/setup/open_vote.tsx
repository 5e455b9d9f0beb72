// Opening the vote: first what would be fixed, and what a group of this size reveals.
import { Phase, type PreviewOpeningResponse } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { keyOf, useMeasures, useMembers } from "@/state/queries";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Loading } from "@/ui/loading";
import { ProblemNote } from "@/ui/problem_note";
import { useAdvance } from "./advance";
import { StepProblem } from "./phase_step";
import { PART_LABEL, wordsOfRules } from "./rules_words";
import { revelationsOf, sentenceOfRevelation, votersWeights } from "./secrecy_warnings";

/** Longer lists of measures are folded. */
const SHOWN_OPTIONS = 12;

export function OpenVote(props: { onClose: () => void }) {
  const { t } = useText();
  const { id, name, clients, deliberation } = useDeliberation();
  const cache = useQueryClient();
  const key = keyOf(id, "deliberation", "opening", deliberation.etag);
  const ask = () => clients.deliberation.previewOpening({ parent: name });
  const preview = useQuery({ queryKey: key, queryFn: ask, staleTime: 0, gcTime: 0 });
  const advance = useAdvance(Phase.VOTING, props.onClose);
  const [understood, setUnderstood] = useState(false);
  const [changed, setChanged] = useState(false);
  const reveals = useRevelations(preview.data);

  // Measures and the roll are no part of the deliberation's etag: what is fixed is looked at again
  // right before it is.
  const confirming = useMutation({
    mutationFn: async () => {
      const now = await ask();
      if (fingerprint(now) === fingerprint(preview.data)) return true;
      cache.setQueryData(key, now);
      return false;
    },
    onSuccess: (same) => {
      setChanged(!same);
      if (same) advance.mutate({});
      else setUnderstood(false);
    },
  });

  const busy = confirming.isPending || advance.isPending;
  const ready =
    preview.data !== undefined &&
    reveals !== undefined &&
    (reveals.length === 0 || understood) &&
    preview.data.rollCount > 0;
  return (
    <Dialog
      wide
      title={t("open.title")}
      onClose={props.onClose}
      actions={
        <Button kind="primary" busy={busy} disabled={!ready} onClick={() => confirming.mutate()}>
          {t("open.confirm")}
        </Button>
      }
    >
      {preview.isPending && (
        <>
          <p>{t("open.loading")}</p>
          <Loading />
        </>
      )}
      {preview.error && <NotReady error={preview.error} onClose={props.onClose} />}
      {preview.data && (
        <>
          <p>{t("open.lead")}</p>
          {changed && (
            <p className="note note-warn" role="alert">
              {t("open.changed")}
            </p>
          )}
          <Frozen preview={preview.data} />
          <section className="stack" aria-labelledby={`${id}-reveals`}>
            <h3 id={`${id}-reveals`}>{t("open.reveals")}</h3>
            {reveals === undefined ? (
              <Loading />
            ) : reveals.length === 0 ? (
              <p>{t("open.reveals.nothing")}</p>
            ) : (
              <>
                <ul className="note note-warn notes">
                  {reveals.map(({ sentence, english }) => (
                    <li key={sentence} lang={english ? "en" : undefined}>
                      {sentence}
                    </li>
                  ))}
                </ul>
                <label className="choice">
                  <input
                    type="checkbox"
                    checked={understood}
                    onChange={(event) => setUnderstood(event.target.checked)}
                  />
                  {t("open.understood")}
                </label>
              </>
            )}
          </section>
        </>
      )}
      {confirming.error && <ProblemNote problem={confirming.error} />}
      {advance.error && <StepProblem error={advance.error} from={deliberation.phase} />}
    </Dialog>
  );
}

/** What people agree to when they confirm. */
function fingerprint(preview: PreviewOpeningResponse | undefined): string {
  if (preview?.rules === undefined) return "";
  const { rules, rollCount, rollWeight } = preview;
  return JSON.stringify([rules, rollCount, rollWeight], (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}

interface Said {
  sentence: string;
  /** As the server says it. */
  english: boolean;
}

function useRevelations(preview: PreviewOpeningResponse | undefined): Said[] | undefined {
  const text = useText();
  const members = useMembers();
  if (preview?.rules === undefined || members.data === undefined) return undefined;
  const weights = votersWeights(members.data);
  const { secrecy, options } = preview.rules;
  const own = revelationsOf(secrecy, weights, options.length).map((revelation) => ({
    sentence: sentenceOfRevelation(revelation, text),
    english: false,
  }));
  // A newer server may know more than this page does.
  if (own.length >= preview.warnings.length) return own;
  return [...own, ...preview.warnings.map((sentence) => ({ sentence, english: true }))];
}

function Frozen(props: { preview: PreviewOpeningResponse }) {
  const text = useText();
  const { t, date, number } = text;
  const { deliberation } = useDeliberation();
  const { rules, rollCount, rollWeight } = props.preview;
  if (rules === undefined) return null;
  const titleOf = (name: string) =>
    rules.options.find(({ measure }) => measure === name)?.title ?? "";
  const words = wordsOfRules(rules, text, titleOf);
  const facts: [string, string][] = [
    [
      t("open.roll"),
      rules.weighted
        ? t("open.roll.weights", { count: rollCount, weight: Number(rollWeight) })
        : t("open.roll.is", { count: rollCount }),
    ],
    ...(Object.keys(PART_LABEL) as (keyof typeof PART_LABEL)[]).map((part): [string, string] => [
      t(PART_LABEL[part]),
      words[part],
    ]),
    ...(rules.weighted
      ? [[t("rules.weights"), t("rules.weights.are")] satisfies [string, string]]
      : []),
    [t("rules.closes"), rules.closeTime ? date(rules.closeTime) : t("rules.closes.hand")],
    ...(rules.decision > 1
      ? [[t("open.decision"), number(rules.decision)] satisfies [string, string]]
      : []),
  ];
  const options = (
    <ol className="frozen-options">
      {rules.options.map(({ measure, title, cost }) => (
        <li key={measure}>
          <bdi>{title}</bdi>
          {rules.package && (
            <span className="hint"> {t("open.option.cost", { cost: number(Number(cost)) })}</span>
          )}
        </li>
      ))}
    </ol>
  );
  const counted = t("open.options", { count: rules.options.length });
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{t("open.question")}</dt>
          <dd dir="auto">{deliberation.title}</dd>
        </div>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {rules.options.length > SHOWN_OPTIONS ? (
        <details>
          <summary>
            <strong>{counted}</strong>
          </summary>
          {options}
        </details>
      ) : (
        <section>
          <h3>{counted}</h3>
          {options}
        </section>
      )}
    </>
  );
}

/** Why the vote cannot be opened yet, and where to go. */
function NotReady(props: { error: unknown; onClose: () => void }) {
  const { t } = useText();
  const [, navigate] = useLocation();
  const { deliberation } = useDeliberation();
  const measures = useMeasures().data?.filter(({ state }) => state === MeasureState.ACTIVE);
  const problem = toProblem(props.error);
  const { baseline = "", package: budget } = deliberation.plannedRules ?? {};
  let sentence: string | undefined;
  if (problem.reason === "NOT_READY" && measures) {
    const named = new Set(measures.map(({ name }) => name));
    const priced = new Set((budget?.costs ?? []).map(({ measure }) => measure));
    const unpriced = measures.filter(({ name }) => !priced.has(name)).length;
    if (measures.length < 2) sentence = t("open.tooFew", { count: measures.length });
    else if (baseline !== "" && !named.has(baseline)) sentence = t("open.noBaseline");
    else if (budget && unpriced > 0) sentence = t("open.noCosts", { count: unpriced });
  }
  if (problem.reason === "NOT_READY" && !measures) return <Loading />;
  if (sentence === undefined) return <ProblemNote problem={problem} />;
  const toMeasures = measures !== undefined && measures.length < 2;
  return (
    <div className="problem" role="alert">
      <p>{sentence}</p>
      <Button
        onClick={() => {
          props.onClose();
          navigate(toMeasures ? "/measures" : "/setup");
        }}
      >
        {t(toMeasures ? "open.toMeasures" : "open.toRules")}
      </Button>
    </div>
  );
}
