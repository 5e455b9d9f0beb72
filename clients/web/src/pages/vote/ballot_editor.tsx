// Filling in the ballot: as a list or by numbers.
import type { VotingRules } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useCallback, useMemo, useState } from "react";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useStored } from "@/state/stored";
import { Button } from "@/ui/button";
import type { BallotPaper } from "./ballot_draft";
import { BallotList } from "./ballot_list";
import { shuffled } from "./ballot_model";
import { BallotSummary, unrankedMeaning } from "./ballot_summary";
import { MeasureDialog } from "./measure_dialog";
import { NumbersView } from "./numbers_view";

type View = "list" | "numbers";

const readView = (kept: unknown): View => (kept === "numbers" ? "numbers" : "list");
const readSeed = (kept: unknown): number | null => (typeof kept === "number" ? kept : null);

export function BallotEditor(props: { rules: VotingRules; paper: BallotPaper }) {
  const { t } = useText();
  const { id, deliberation } = useDeliberation();
  const { rules, paper } = props;
  const { options } = rules;
  const { ballot, change } = paper;
  const [view, setView] = useStored("plenum.ballot.view", readView);
  const [seed, setSeed] = useStored(
    `plenum.ballot.order.${id}.${deliberation.decisionCount}`,
    readSeed,
  );
  const [details, setDetails] = useState(-1);
  const order = useMemo(
    () => (seed === null ? ballot.unranked : shuffled(ballot.unranked, seed)),
    [ballot.unranked, seed],
  );
  const opened = options[details];
  return (
    <div className="stack">
      <div className="ballot-tools">
        <fieldset className="ballot-views">
          <legend className="visually-hidden">{t("ballot.view")}</legend>
          {(["list", "numbers"] as const).map((one) => (
            <label key={one} className="ballot-view">
              <input
                type="radio"
                name="ballot-view"
                checked={view === one}
                onChange={() => setView(one)}
              />
              {t(`ballot.view.${one}`)}
            </label>
          ))}
        </fieldset>
        <div className="actions">
          <Button
            kind="quiet"
            aria-disabled={!paper.canUndo}
            className={paper.canUndo ? "" : "button-off"}
            onClick={paper.undo}
          >
            {t("app.undo")}
          </Button>
          {view === "list" && ballot.unranked.length > 1 && (
            <Button
              kind="quiet"
              onClick={() =>
                setSeed(seed === null ? (crypto.getRandomValues(new Int32Array(1))[0] ?? 1) : null)
              }
            >
              {t(seed === null ? "ballot.shuffle" : "ballot.shuffle.off")}
            </Button>
          )}
        </div>
      </div>
      {view === "list" ? (
        <>
          <ListHelp />
          <BallotList
            options={options}
            ballot={ballot}
            unrankedOrder={order}
            change={change}
            onDetails={setDetails}
            meaning={t(unrankedMeaning(rules))}
          />
        </>
      ) : (
        <div className="columns">
          <NumbersView options={options} ballot={ballot} change={change} onDetails={setDetails} />
          <section className="card">
            <h3>{t("ballot.numbers.makes")}</h3>
            <BallotSummary ballot={ballot} options={options} />
            <p className="hint">{t(unrankedMeaning(rules))}</p>
          </section>
        </div>
      )}
      {opened && <MeasureDialog option={opened} onClose={() => setDetails(-1)} />}
      <ReviewBar paper={paper} />
    </div>
  );
}

function ReviewBar({ paper }: { paper: BallotPaper }) {
  const { t } = useText();
  const { ballot, setStep } = paper;
  const ranked = ballot.tiers.flat().length;
  return (
    <div className="ballot-bar">
      <p>
        {t("ballot.ranked.count", { ranked, total: ranked + ballot.unranked.length })}
        {paper.unkept && <strong> {t("ballot.unkept")}</strong>}
      </p>
      <Button kind="primary" onClick={useCallback(() => setStep("review"), [setStep])}>
        {t(ranked === 0 ? "ballot.review.abstain" : "ballot.review")}
      </Button>
    </div>
  );
}

function ListHelp() {
  const { t } = useText();
  return (
    <details className="ballot-help">
      <summary>{t("ballot.help")}</summary>
      <ul>
        <li>{t("ballot.help.drag")}</li>
        <li>{t("ballot.help.buttons")}</li>
        <li>
          <kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd>… {t("ballot.help.digits")}
        </li>
        <li>
          <kbd>↑</kbd> <kbd>↓</kbd> {t("ballot.help.arrows")}
        </li>
        <li>
          <kbd>Alt</kbd> + <kbd>↑</kbd> <kbd>↓</kbd> {t("ballot.help.alt")}
        </li>
        <li>
          <kbd>=</kbd> {t("ballot.help.tie")}
        </li>
        <li>
          <kbd>Delete</kbd> {t("ballot.help.delete")}
        </li>
        <li>
          <kbd>{t("ballot.help.space")}</kbd> {t("ballot.help.lift")}
        </li>
      </ul>
    </details>
  );
}
