// The receipt of one's ballot, and what its check says.
import type { KeptReceipt } from "@/api/record";
import { receiptFile } from "@/api/record";
import { useText } from "@/i18n";
import { isAlarm, type ReceiptVerdict, useReceiptCheck, useReceiptHere } from "@/state/ballot";
import { useDeliberation } from "@/state/deliberation";
import { Button } from "@/ui/button";
import { Loading } from "@/ui/loading";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";
import { saveFile } from "../result/save";

export function ReceiptPanel() {
  const { t } = useText();
  const check = useReceiptCheck();
  if (check.isPending) return <Loading />;
  if (check.error) {
    return <ProblemNote problem={check.error} onRetry={() => void check.refetch()} />;
  }
  const { verdict, receipt } = check.data;
  if (verdict.state === "none") return null;
  return (
    <Card title={t("receipt.title")}>
      <ReceiptWords verdict={verdict} />
      <VerdictNote verdict={verdict} />
      <div className="actions">
        {receipt && <ReceiptActions receipt={receipt} verdict={verdict} />}
        <Button kind="quiet" busy={check.isFetching} onClick={() => void check.refetch()}>
          {t("receipt.again")}
        </Button>
      </div>
      {receipt && <p className="hint">{t("receipt.yours")}</p>}
    </Card>
  );
}

function ReceiptWords({ verdict }: { verdict: ReceiptVerdict }) {
  const { t } = useText();
  if (!("words" in verdict)) return null;
  return (
    <p>
      <span className="hint">{t("receipt.words")}</span>
      <strong className="receipt-words" lang="en" translate="no">
        {verdict.words}
      </strong>
    </p>
  );
}

/** What came out of the check, in words. */
export function VerdictNote({ verdict }: { verdict: ReceiptVerdict }) {
  const { t, number } = useText();
  const alarm = isAlarm(verdict);
  const sure = verdict.state === "recorded" && verdict.signature === "signed";
  const mark = alarm ? "✕" : sure ? "✓" : "•";
  const tone = alarm ? "bad" : sure ? "good" : "plain";
  return (
    <div className={`verdict verdict-${tone}`} role={alarm ? "alert" : undefined}>
      <span aria-hidden="true">{mark}</span>
      <p>
        {verdict.state === "recorded"
          ? t("receipt.recorded", {
              entry: number(verdict.index + 1),
              entries: number(verdict.size),
            })
          : verdict.state === "other"
            ? t("receipt.other", { here: verdict.here, words: verdict.words })
            : verdict.state === "broken"
              ? t(`receipt.broken.${verdict.why}`)
              : t(`receipt.${verdict.state}`)}
        {verdict.state === "recorded" && ` ${t(`receipt.signature.${verdict.signature}`)}`}
      </p>
    </div>
  );
}

function ReceiptActions(props: { receipt: KeptReceipt; verdict: ReceiptVerdict }) {
  const { t } = useText();
  const { id } = useDeliberation();
  const { here, keep, forget } = useReceiptHere();
  const show = useToast();
  const { receipt, verdict } = props;
  return (
    <>
      <Button
        onClick={() => saveFile(`receipt-${id}.json`, [receiptFile(receipt)], "application/json")}
      >
        {t("receipt.download")}
      </Button>
      {(here === null || verdict.state === "other") && (
        <Button kind="primary" onClick={() => keep(receipt.commitment)}>
          {t(here === null ? "receipt.keep" : "receipt.keep.other")}
        </Button>
      )}
      {here !== null && verdict.state !== "other" && (
        <Button
          kind="quiet"
          onClick={() => {
            forget();
            show(t("receipt.forgotten"), {
              label: t("app.undo"),
              run: () => keep(here.commitment),
            });
          }}
        >
          {t("receipt.forget")}
        </Button>
      )}
    </>
  );
}
