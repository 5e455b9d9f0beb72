import { TieRule } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { Tie } from "@gen/plenum/tally/v1/tally_pb";
import { useQuery } from "@tanstack/react-query";
import { canVerify } from "@/api/record";
import { type MessageId, type Text, useText } from "@/i18n";
import { tieRuleName } from "./model/reason_text";
import type { ResultView } from "./model/view";
import { drawLots } from "./record/count";
import { Section } from "./section";

const RULE_ABOUT: Record<TieRule, MessageId> = {
  [TieRule.UNSPECIFIED]: "result.ties.rule.shared",
  [TieRule.SHARED]: "result.ties.rule.shared",
  [TieRule.LISTED]: "result.ties.rule.listed",
  [TieRule.DRAWN]: "result.ties.rule.drawn",
};

export function tieSentence(view: ResultView, tie: Tie, text: Text): string {
  const tied = view.names.list(tie.tied, text);
  const rule = tieRuleName(tie.rule, text);
  if (tie.resolved.length === 0) return text.t("result.ties.left", { tied, rule });
  const order = tie.resolved.map((option) => view.names.quoted(option)).join(" → ");
  return text.t("result.ties.resolved", { tied, rule, order });
}

/** What the votes left level, and what decided then. */
export function Ties(props: { view: ResultView }) {
  const text = useText();
  const { t } = text;
  const { view } = props;
  const { rules } = view.result;
  const ties = [...(view.outcome.working?.ties ?? []), ...(view.result.package?.ties ?? [])];
  const rule = rules?.tieRule ?? TieRule.UNSPECIFIED;
  return (
    <Section id="ties">
      <p>{t(RULE_ABOUT[rule], { seed: rules?.tieSeed ?? "" })}</p>
      {ties.length === 0 ? (
        <p>{t("result.ties.none")}</p>
      ) : (
        <ul className="findings">
          {ties.map((tie) => (
            <li key={`${tie.round} ${tie.tied.join()}`}>
              {tieSentence(view, tie, text)}
              {tie.rule === "seeded permutation" && (
                <LotCheck view={view} tie={tie} seed={rules?.tieSeed ?? ""} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** The lot is drawn once more, here: the order follows from the seed and nothing else. */
function LotCheck(props: { view: ResultView; tie: Tie; seed: string }) {
  const { t } = useText();
  const { view, tie, seed } = props;
  const lots = useQuery({
    queryKey: ["lots", seed, tie.tied.join()],
    queryFn: () => drawLots(seed, tie.tied),
    enabled: canVerify(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!canVerify()) return <p className="hint">{t("result.check.insecure")}</p>;
  if (!lots.data) return null;
  const same = lots.data.map(({ option }) => option).join() === tie.resolved.join();
  return (
    <>
      <p className={same ? "hint" : "problem"}>
        {t(same ? "result.ties.lotHolds" : "result.ties.lotWrong")}
      </p>
      <ol className="lots">
        {lots.data.map(({ option, hash }) => (
          <li key={option}>
            <bdi>{view.names.title(option)}</bdi> <code dir="ltr">{`${hash.slice(0, 12)}…`}</code>
          </li>
        ))}
      </ol>
    </>
  );
}
