import type { ReactNode } from "react";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import "./conflict.css";

/** A field that two people changed: both versions, and the choice between them. */
export function Conflict(props: {
  /** What the field is called. */
  label: string;
  mine: ReactNode;
  theirs: ReactNode;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}) {
  const { t } = useText();
  return (
    <section className="conflict" role="alert" aria-label={props.label}>
      <p>
        <strong>{props.label}.</strong> {t("draft.conflict")}
      </p>
      <div className="conflict-sides">
        <div>
          <h3>{t("draft.mine")}</h3>
          <div className="conflict-text" dir="auto">
            {props.mine || t("draft.none")}
          </div>
          <Button onClick={props.onKeepMine}>{t("draft.keepMine")}</Button>
        </div>
        <div>
          <h3>{t("draft.theirs")}</h3>
          <div className="conflict-text" dir="auto">
            {props.theirs || t("draft.none")}
          </div>
          <Button onClick={props.onTakeTheirs}>{t("draft.takeTheirs")}</Button>
        </div>
      </div>
    </section>
  );
}
