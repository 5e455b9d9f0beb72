import {
  type Suggestion,
  SuggestionKind,
  SuggestionState,
} from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Criterion } from "@gen/plenum/scoring/v1/scoring_pb";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { idOf } from "@/api/names";
import { allPages } from "@/api/pages";
import { newRequestId } from "@/api/request_id";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { keyOf, useDocuments } from "@/state/queries";
import { Button } from "@/ui/button";
import { Link } from "@/ui/link";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";

const folded = (title: string) => title.normalize("NFKC").toLowerCase().trim();

/** Criteria that the documents argue with, to be made criteria or put aside. */
export function SuggestedCriteria(props: {
  criteria: readonly Criterion[];
  onTake: (title: string) => void;
}) {
  const { t } = useText();
  const { id, name, clients } = useDeliberation();
  const cache = useQueryClient();
  const key = keyOf(id, "suggestions", "criteria");
  const suggestions = useQuery({
    queryKey: key,
    queryFn: () =>
      allPages(
        (page) =>
          clients.ingestion.listSuggestions({
            parent: name,
            kind: SuggestionKind.CRITERION,
            ...page,
          }),
        (page) => page.suggestions,
      ),
  });
  const settling = useMutation({
    mutationFn: async (step: { suggestion: Suggestion; take: boolean }) => {
      const { name: of, etag } = step.suggestion;
      const request = { name: of, etag, requestId: newRequestId() };
      if (step.take) await clients.ingestion.takeSuggestion(request);
      else await clients.ingestion.dismissSuggestion(request);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(id, "suggestions") }),
  });
  const open = (suggestions.data ?? []).filter(({ state }) => state === SuggestionState.OPEN);
  useSettleTaken(open, props.criteria, (suggestion) => settling.mutate({ suggestion, take: true }));
  if (open.length === 0) return null;
  return (
    <Card title={t("criteria.suggested")}>
      <p className="hint">{t("criteria.suggested.lead")}</p>
      <ul className="suggested">
        {open.map((suggestion) => (
          <li key={suggestion.name}>
            <div>
              <h3 dir="auto">{suggestion.criterion}</h3>
              <Quotes suggestion={suggestion} />
            </div>
            <div className="actions">
              <Button
                aria-label={`${t("criteria.suggested.take")}: ${suggestion.criterion}`}
                onClick={() => props.onTake(suggestion.criterion)}
              >
                {t("criteria.suggested.take")}
              </Button>
              <Button
                kind="quiet"
                aria-label={`${t("criteria.suggested.dismiss")}: ${suggestion.criterion}`}
                onClick={() => settling.mutate({ suggestion, take: false })}
              >
                {t("criteria.suggested.dismiss")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {settling.error && <ProblemNote problem={settling.error} />}
    </Card>
  );
}

function Quotes({ suggestion }: { suggestion: Suggestion }) {
  const { t } = useText();
  const documents = useDocuments().data;
  if (suggestion.quotes.length === 0) return null;
  return (
    <details>
      <summary>{t("criteria.suggested.quotes", { count: suggestion.quotes.length })}</summary>
      <ul className="quotes">
        {suggestion.quotes.map((quote) => (
          <li key={`${quote.document} ${quote.start}`}>
            <q dir="auto">{quote.text}</q>{" "}
            <Link to={`/documents/${idOf(quote.document)}`}>
              <bdi>{documents?.find((one) => one.name === quote.document)?.title ?? "…"}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A suggestion whose criterion is there is settled. */
function useSettleTaken(
  open: readonly Suggestion[],
  criteria: readonly Criterion[],
  settle: (suggestion: Suggestion) => void,
) {
  const settled = useRef(new Set<string>());
  useEffect(() => {
    const titles = new Set(criteria.map(({ title }) => folded(title)));
    for (const suggestion of open) {
      if (!titles.has(folded(suggestion.criterion))) continue;
      if (settled.current.has(suggestion.name)) continue;
      settled.current.add(suggestion.name);
      settle(suggestion);
    }
  }, [open, criteria, settle]);
}
