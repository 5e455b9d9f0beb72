// What went wrong, in the reader's language where the page knows the reason, else as the server says it.
import { type Problem, toProblem } from "@/api/problem";
import { type MessageId, type Text, useText } from "@/i18n";
import { Button } from "./button";

const KNOWN = {
  UNAVAILABLE: "error.UNAVAILABLE",
  OUTCOME_UNKNOWN: "error.UNAVAILABLE",
  OVERLOADED: "error.OVERLOADED",
  RATE_LIMITED: "error.RATE_LIMITED",
  STALE_ETAG: "error.STALE_ETAG",
  ROLE_TOO_LOW: "error.ROLE_TOO_LOW",
  FOREIGN_DELIBERATION: "error.FOREIGN_DELIBERATION",
  RESOURCE_NOT_FOUND: "error.RESOURCE_NOT_FOUND",
  STORAGE_FULL: "error.STORAGE_FULL",
} satisfies Record<string, MessageId>;

export function sentenceOf(error: unknown, t: Text["t"]): string {
  const problem = toProblem(error);
  const known = Object.entries(KNOWN).find(([reason]) => reason === problem.reason)?.[1];
  if (known) return t(known);
  if (problem.signedOut) return t("error.signedOut");
  return problem.message;
}

export function ProblemNote(props: { problem: unknown; onRetry?: () => void }) {
  const { t } = useText();
  const problem: Problem = toProblem(props.problem);
  return (
    <div className="problem" role="alert">
      <p>
        <strong>{t("error.title")}</strong> <span>{sentenceOf(problem, t)}</span>
      </p>
      {problem.fields.length > 0 && (
        <ul aria-label={t("error.fields")}>
          {problem.fields.map(({ field, description }) => (
            <li key={`${field} ${description}`}>{description}</li>
          ))}
        </ul>
      )}
      {props.onRetry && <Button onClick={props.onRetry}>{t("app.retry")}</Button>}
    </div>
  );
}
