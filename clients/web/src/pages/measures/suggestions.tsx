// What the documents suggest: merges, opposed measures, arguments, criteria. Taken or put aside.
import {
  type Suggestion,
  SuggestionKind,
  SuggestionState,
} from "@gen/plenum/ingestion/v1/ingestion_pb";
import { Direction } from "@gen/plenum/scoring/v1/scoring_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { memo, type ReactNode, useId, useState } from "react";
import { type MessageId, useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useIntent } from "@/state/intent";
import { keyOf, useSuggestions } from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ProblemNote } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";
import { useMeasuresContext } from "./context";
import { quoteKey } from "./deal";
import { QuoteSource } from "./details";
import { isolated } from "./list";
import { MeasureName } from "./measure_name";

const KINDS = [
  SuggestionKind.MERGE,
  SuggestionKind.OPPOSED,
  SuggestionKind.ARGUMENT,
  SuggestionKind.CRITERION,
] as const;

const TITLES: Record<(typeof KINDS)[number], MessageId> = {
  [SuggestionKind.MERGE]: "suggest.merge",
  [SuggestionKind.OPPOSED]: "suggest.opposed",
  [SuggestionKind.ARGUMENT]: "suggest.argument",
  [SuggestionKind.CRITERION]: "suggest.criterion",
};

const FIRST_SHOWN = 5;

export const Suggestions = memo(function Suggestions(props: { onShow: (name: string) => void }) {
  const { t } = useText();
  const { may } = useMeasuresContext();
  const [all, setAll] = useState(false);
  const query = useSuggestions({ live: may, all });
  const id = useId();
  const suggestions = query.data ?? [];
  if (query.error) {
    return <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <section id="suggestions" className="card suggestions" aria-labelledby={`${id}-title`}>
      <div className="card-head">
        <h2 id={`${id}-title`}>{t("suggest.title")}</h2>
      </div>
      {query.data && suggestions.length === 0 && <p className="hint">{t("suggest.none")}</p>}
      {KINDS.map((kind) => (
        <Group
          key={kind}
          title={t(TITLES[kind])}
          suggestions={suggestions.filter((one) => one.kind === kind)}
          onShow={props.onShow}
        />
      ))}
      <p className="check">
        <input
          id={`${id}-all`}
          type="checkbox"
          checked={all}
          onChange={(event) => setAll(event.target.checked)}
        />
        <label htmlFor={`${id}-all`}>{t("suggest.showSettled")}</label>
      </p>
    </section>
  );
});

function Group(props: {
  title: string;
  suggestions: Suggestion[];
  onShow: (name: string) => void;
}) {
  const { t } = useText();
  const [all, setAll] = useState(false);
  const { suggestions } = props;
  if (suggestions.length === 0) return null;
  const shown = all ? suggestions : suggestions.slice(0, FIRST_SHOWN);
  return (
    <div className="stack">
      <h3>{props.title}</h3>
      <ul className="suggestion-list">
        {shown.map((suggestion) => (
          <Entry key={suggestion.name} suggestion={suggestion} onShow={props.onShow} />
        ))}
      </ul>
      {shown.length < suggestions.length && (
        <Button className="button-small" kind="quiet" onClick={() => setAll(true)}>
          {t("suggest.more", { count: suggestions.length - shown.length })}
        </Button>
      )}
    </div>
  );
}

function Entry(props: { suggestion: Suggestion; onShow: (name: string) => void }) {
  const { may } = useMeasuresContext();
  const { suggestion } = props;
  return (
    <li className="suggestion">
      <Words {...props} />
      <SettledBadge state={suggestion.state} />
      {may && suggestion.state !== SuggestionState.TAKEN && <Actions suggestion={suggestion} />}
    </li>
  );
}

function SettledBadge({ state }: { state: SuggestionState }) {
  const { t } = useText();
  if (state === SuggestionState.TAKEN) return <Badge tone="good">{t("suggest.taken")}</Badge>;
  if (state === SuggestionState.DISMISSED) return <Badge>{t("suggest.dismissed")}</Badge>;
  return null;
}

function Words(props: { suggestion: Suggestion; onShow: (name: string) => void }) {
  const { t, percent } = useText();
  const { suggestion } = props;
  const [first, second] = suggestion.measures;
  const link = (name: string | undefined): ReactNode =>
    name && <MeasureButton name={name} onShow={props.onShow} />;
  switch (suggestion.kind) {
    case SuggestionKind.MERGE:
      return (
        <div className="stack">
          {link(first)}
          {link(second)}
          <span className="hint">
            {t("suggest.alike", { share: percent(suggestion.similarity) })}
          </span>
        </div>
      );
    case SuggestionKind.OPPOSED:
      return (
        <div className="stack">
          {link(first)}
          <span className="hint">{t("suggest.against")}</span>
          {link(second)}
        </div>
      );
    case SuggestionKind.ARGUMENT:
      return (
        <div className="stack">
          {suggestion.argument?.quote && (
            <>
              <blockquote dir="auto">{suggestion.argument.quote.text}</blockquote>
              <QuoteSource quote={suggestion.argument.quote} />
            </>
          )}
          <span className="hint">
            {t(suggestion.argument?.supports ? "suggest.speaksFor" : "suggest.speaksAgainst")}
          </span>
          {link(first)}
        </div>
      );
    default:
      return (
        <div className="stack">
          <strong>
            <bdi>{suggestion.criterion}</bdi>
          </strong>
          {suggestion.quotes.slice(0, 2).map((quote) => (
            <blockquote key={quoteKey(quote)} dir="auto">
              {quote.text}
            </blockquote>
          ))}
        </div>
      );
  }
}

function MeasureButton(props: { name: string; onShow: (name: string) => void }) {
  const { index } = useMeasuresContext();
  const item = index.get(props.name);
  if (!item) return null;
  return (
    <button type="button" className="link-button" onClick={() => props.onShow(props.name)}>
      <MeasureName number={item.number} title={item.measure.title} />
    </button>
  );
}

type Settling = "take" | "dismiss" | Direction;

function Actions({ suggestion }: { suggestion: Suggestion }) {
  const { t } = useText();
  const { id: deliberation, name: parent, clients } = useDeliberation();
  const { curator } = useMeasuresContext();
  const cache = useQueryClient();
  const show = useToast();
  const adding = useIntent();
  const settled = useIntent();
  const settling = useMutation({
    mutationFn: async (how: Settling) => {
      const { name, etag } = suggestion;
      const requestId = settled.idFor([how === "dismiss", etag]);
      if (how === "dismiss") {
        await clients.ingestion.dismissSuggestion({ name, etag, requestId });
        return;
      }
      if (how !== "take") {
        // The criterion first: if that fails, the suggestion stays open.
        const { criterion: title } = suggestion;
        const criterion = { title, direction: how, scaleMax: 10, weight: 1 };
        const id = adding.idFor(criterion);
        await clients.scoring.createCriterion({ parent, criterion, requestId: id });
        await cache.invalidateQueries({ queryKey: keyOf(deliberation, "criteria") });
      }
      await curator.takeSuggestion(suggestion, requestId);
    },
    onSuccess: (_, how) => {
      if (how === "dismiss") show(t("suggest.wasDismissed"));
      else if (how !== "take") {
        show(t("suggest.criterionAdded", { title: isolated(suggestion.criterion) }));
      }
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(deliberation, "suggestions") }),
  });
  const button = (how: Settling, label: MessageId, kind: "plain" | "quiet" = "plain") => (
    <Button
      className="button-small"
      kind={kind}
      busy={settling.isPending && settling.variables === how}
      disabled={settling.isPending}
      onClick={() => settling.mutate(how)}
    >
      {t(label)}
    </Button>
  );
  return (
    <>
      <div className="actions">
        {suggestion.kind === SuggestionKind.CRITERION ? (
          <>
            {button(Direction.HIGHER_IS_BETTER, "suggest.takeHigher")}
            {button(Direction.LOWER_IS_BETTER, "suggest.takeLower")}
          </>
        ) : (
          button("take", TAKE_LABEL[suggestion.kind] ?? "suggest.take")
        )}
        {suggestion.state === SuggestionState.OPEN && button("dismiss", "suggest.dismiss", "quiet")}
      </div>
      {settling.error && <ProblemNote problem={settling.error} />}
    </>
  );
}

const TAKE_LABEL: Partial<Record<SuggestionKind, MessageId>> = {
  [SuggestionKind.MERGE]: "suggest.takeMerge",
  [SuggestionKind.OPPOSED]: "suggest.takeOpposed",
  [SuggestionKind.ARGUMENT]: "suggest.takeArgument",
};
