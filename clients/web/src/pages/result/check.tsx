// Check my vote, and check the whole vote, in this browser.
import { useRef, useState } from "react";
import { canVerify, toHex } from "@/api/record";
import { ScrollBox } from "@/charts/data_table";
import { type Text, useText } from "@/i18n";
import { ReceiptPanel } from "@/pages/vote/receipt_panel";
import { useDeliberation } from "@/state/deliberation";
import { read, write } from "@/state/device";
import { Button } from "@/ui/button";
import { ProblemNote } from "@/ui/problem_note";
import { fetchLog, useCheckpoint } from "./data";
import type { ResultView } from "./model/view";
import { type Check, type Progress, type SeenLog, Verifier } from "./record/verify";
import { recountByServer } from "./recount";
import { Section } from "./section";
import "@/pages/vote/vote.css";

export function CheckSection(props: { view: ResultView }) {
  const { t } = useText();
  const { deliberation, votes } = useDeliberation();
  // The receipt that is kept is that of the last vote.
  const last = props.view.decision === deliberation.decisionCount;
  return (
    <Section id="check" lead={t("result.check.lead")}>
      {votes && last && <ReceiptPanel />}
      <VerifyAll view={props.view} />
      <HowToVerify />
    </Section>
  );
}

/** What this device saw of a deliberation's log. */
export function seenKey(deliberationId: string): string {
  return `plenum.log.${deliberationId}`;
}

type State =
  | { phase: "idle" }
  | { phase: "fetching" }
  | { phase: "running"; progress: Progress }
  | { phase: "done"; checks: Check[] }
  | { phase: "failed"; error: unknown };

function VerifyAll(props: { view: ResultView }) {
  const { t } = useText();
  const { id, name, clients } = useDeliberation();
  const [state, setState] = useState<State>({ phase: "idle" });
  const run = useRef(0);
  if (!canVerify()) return <p className="note note-warn">{t("result.check.insecure")}</p>;

  const start = async () => {
    const own = ++run.current;
    const tell = (next: State) => {
      if (run.current === own) setState(next);
    };
    tell({ phase: "fetching" });
    try {
      const { checkpoint } = await clients.deliberation.getCheckpoint({ parent: name });
      if (!checkpoint) throw new Error("the server sent no checkpoint");
      const log = await fetchLog(clients, name);
      const verifier = new Verifier(
        {
          deliberation: name,
          checkpoint,
          // It may have grown since the checkpoint.
          entries: log.slice(0, Number(checkpoint.size)),
          result: props.view.result,
          seenBefore: read<SeenLog | null>(seenKey(id), null),
          recount: (rules, ballots) => recountByServer(clients, rules, ballots).catch(() => null),
        },
        (progress) => tell({ phase: "running", progress }),
      );
      const checks = await verifier.run();
      if (checks.every(({ held }) => held !== false)) {
        write(seenKey(id), {
          size: Number(checkpoint.size),
          root: toHex(checkpoint.root),
          publicKey: toHex(checkpoint.publicKey),
        } satisfies SeenLog);
      }
      tell({ phase: "done", checks });
    } catch (error) {
      tell({ phase: "failed", error });
    }
  };

  const busy = state.phase === "fetching" || state.phase === "running";
  const checks =
    state.phase === "running" ? state.progress.checks : state.phase === "done" ? state.checks : [];
  return (
    <div className="verify no-print">
      <h3>{t("result.check.all.title")}</h3>
      <p>{t("result.check.all.text")}</p>
      <div className="actions">
        <Button kind="primary" busy={busy} onClick={() => void start()}>
          {t(state.phase === "done" ? "result.check.again" : "result.check.start")}
        </Button>
        {busy && (
          <progress
            className="progress verify-progress"
            aria-label={t("result.check.progress")}
            {...(state.phase === "running" ? { value: state.progress.share, max: 1 } : {})}
          />
        )}
      </div>
      <Checks checks={checks} />
      <div role="status">{state.phase === "done" && <Conclusion checks={state.checks} />}</div>
      {state.phase === "failed" && <ProblemNote problem={state.error} />}
    </div>
  );
}

function Checks(props: { checks: Check[] }) {
  const text = useText();
  if (props.checks.length === 0) return null;
  return (
    <ul className="verify-items">
      {props.checks.map((check) => (
        <li key={check.kind} className={`verify-item verify-${signOf(check)}`}>
          <span className="verify-sign" aria-hidden="true">
            {{ yes: "✓", no: "✗", partly: "–" }[signOf(check)]}
          </span>
          <span>
            <span className="visually-hidden">{text.t(`result.check.sign.${signOf(check)}`)}</span>{" "}
            {checkSentence(check, text)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function signOf({ held }: Check): "yes" | "no" | "partly" {
  if (held === "unknown") return "partly";
  return held ? "yes" : "no";
}

function Conclusion(props: { checks: Check[] }) {
  const { t } = useText();
  const failed = props.checks.some(({ held }) => held === false);
  const partly = props.checks.some(({ held }) => held === "unknown");
  const byServer = props.checks.some((check) => check.kind === "count" && check.by === "server");
  if (failed) return <p className="problem">{t("result.check.fails")}</p>;
  return (
    <div className={partly ? "note note-warn" : "note"}>
      <p>
        <strong>{t(partly ? "result.check.holdsPartly" : "result.check.holds")}</strong>
      </p>
      <p>{t(byServer ? "result.check.limits.server" : "result.check.limits")}</p>
    </div>
  );
}

/** What a check came to, in one sentence. */
export function checkSentence(check: Check, { t }: Text): string {
  switch (check.kind) {
    case "signature":
      if (check.held === false) return t("outcome.check.signature.no", { why: check.why });
      return t(
        check.held === true ? "outcome.check.signature.yes" : "outcome.check.signature.unknown",
        {
          key: check.key,
        },
      );
    case "seenBefore":
      return check.held
        ? t("outcome.check.seen.yes", { size: check.size })
        : t("outcome.check.seen.no", { why: check.why });
    case "entries":
      return check.held
        ? t("outcome.check.entries.yes", { n: check.entries })
        : t("outcome.check.entries.no", { n: check.entries, signed: check.signed, why: check.why });
    case "order":
      return check.held
        ? t("outcome.check.order.yes", { n: check.votes })
        : t("outcome.check.order.no", { entry: check.entry, why: check.why });
    case "ballots":
      return check.held
        ? t("outcome.check.ballots.yes", { n: check.ballots })
        : t("outcome.check.ballots.no", { n: check.ballots, wrong: check.wrong });
    case "numbers":
      return check.held
        ? t("outcome.check.numbers.yes", { ballots: check.ballots, voters: check.voters })
        : t("outcome.check.numbers.no", {
            ballots: check.ballots,
            voters: check.voters,
            why: check.why,
          });
    case "count":
      if (check.held === "unknown") return t("outcome.check.count.unknown");
      return check.held
        ? t("outcome.check.count.yes", { by: check.by })
        : t("outcome.check.count.no", { by: check.by, why: check.why });
    case "package":
      if (check.held === "unknown") return t("outcome.check.package.unknown");
      return t(check.held ? "outcome.check.package.yes" : "outcome.check.package.no");
    case "shown":
      return t(check.held ? "outcome.check.shown.yes" : "outcome.check.shown.no");
  }
}

/** How anybody checks the vote without this page; also on paper. */
function HowToVerify() {
  const { t } = useText();
  const { data: checkpoint } = useCheckpoint();
  return (
    <div className="how-to-verify">
      <h3>{t("result.check.how.title")}</h3>
      <p>{t("result.check.how.text")}</p>
      <ScrollBox label={t("result.check.how.title")}>
        <pre dir="ltr">
          <code>
            {"plenum verify bundle vote.json\npython3 clients/python/verify_bundle.py vote.json"}
          </code>
        </pre>
      </ScrollBox>
      {checkpoint && (
        <dl className="log-key">
          <dt>{t("outcome.report.key")}</dt>
          <dd dir="ltr">{checkpoint.verifierKey}</dd>
          <dt>{t("outcome.report.root", { n: Number(checkpoint.size) })}</dt>
          <dd dir="ltr">{toHex(checkpoint.root)}</dd>
        </dl>
      )}
    </div>
  );
}
