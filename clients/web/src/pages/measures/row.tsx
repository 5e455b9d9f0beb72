// One measure in a list. Rows are many: each is rendered again only when something of it changed.
import { type Measure, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { memo, useEffect, useRef, useState } from "react";
import { Link as RouterLink } from "wouter";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Link } from "@/ui/link";
import { ChangedMeanwhile } from "./changed";
import { Details } from "./details";
import { KeyHint } from "./key_hint";
import type { Command } from "./keys";
import { STATE_LABEL } from "./labels";
import { MeasureName } from "./measure_name";

export const LONGEST_TITLE = 200;

export interface RowProps {
  measure: Measure;
  number: number;
  current: boolean;
  /** The one of the list that Tab goes to. */
  tabStop: boolean;
  marked: boolean;
  editing: boolean;
  may: boolean;
  onPick: (name: string) => void;
  onCommand: (command: Command, name: string) => void;
  /** `base`: as it was when the reader began to edit; null for leaving it. */
  onEdited: (base: Measure, edit: { title: string; actor: string } | null) => void;
  onShowQuote?: ((measure: string, quote: number) => void) | undefined;
  document?: string | undefined;
}

/** The element of a row that takes the focus. */
export function rowFocusId(name: string): string {
  return `measure-${idOf(name)}`;
}

export const Row = memo(function Row(props: RowProps) {
  const { t } = useText();
  const { measure, current, may } = props;
  const quotes = measure.quotes.length;
  return (
    <li
      className="measure-row"
      data-current={current || undefined}
      data-marked={props.marked || undefined}
      data-state={MeasureState[measure.state]?.toLowerCase()}
    >
      {props.editing ? (
        <EditForm measure={measure} onEdited={props.onEdited} />
      ) : (
        <div className="measure-line">
          <Title {...props} />
          <span className="measure-marks">
            {props.marked && <Badge tone="accent">{t("measures.marked")}</Badge>}
            <StateBadge measure={measure} may={may} />
            <span className="hint">{t("measures.quoteCount", { count: quotes })}</span>
          </span>
        </div>
      )}
      {measure.actor !== "" && !props.editing && (
        <p className="measure-actor hint">
          <span className="visually-hidden">{t("measures.actor")}: </span>
          <bdi>{measure.actor}</bdi>
        </p>
      )}
      {current && (
        <>
          <Details measure={measure} onShowQuote={props.onShowQuote} document={props.document} />
          <RowActions {...props} />
        </>
      )}
    </li>
  );
});

/** Opens the row where there is something to do in it, else the measure's own page. */
function Title({ measure, number, current, may, onPick, onShowQuote, tabStop }: RowProps) {
  const words = <MeasureName number={number} title={measure.title} />;
  const shared = {
    id: rowFocusId(measure.name),
    className: "measure-title",
    tabIndex: tabStop ? 0 : -1,
  };
  if (!may && !onShowQuote) {
    return (
      <RouterLink {...shared} tabIndex={0} href={`/measures/${idOf(measure.name)}`}>
        {words}
      </RouterLink>
    );
  }
  return (
    <button {...shared} type="button" aria-expanded={current} onClick={() => onPick(measure.name)}>
      {words}
    </button>
  );
}

function StateBadge({ measure, may }: { measure: Measure; may: boolean }) {
  const { t } = useText();
  if (measure.state !== MeasureState.ACTIVE) {
    return <Badge tone="warn">{t(STATE_LABEL[measure.state])}</Badge>;
  }
  if (measure.accepted) return <Badge tone="good">{t("measures.accepted")}</Badge>;
  return may ? <Badge>{t("measures.new")}</Badge> : null;
}

function RowActions({ measure, marked, may, onCommand }: RowProps) {
  const { t } = useText();
  const isActive = measure.state === MeasureState.ACTIVE;
  const isRejected = measure.state === MeasureState.REJECTED;
  const action = (command: Command, label: string, keys: string) => (
    <Button className="button-small" onClick={() => onCommand(command, measure.name)}>
      {label} <KeyHint>{keys}</KeyHint>
    </Button>
  );
  return (
    <div className="actions measure-actions">
      {may && isActive && !measure.accepted && action("accept", t("curate.accept"), "a")}
      {may && (isActive || isRejected) && action("edit", t("curate.edit"), "e")}
      {may && isActive && action("reject", t("curate.reject"), "r")}
      {may && isRejected && action("reject", t("curate.restore"), "r")}
      {may && isActive && action("mark", t(marked ? "curate.unmark" : "curate.mark"), "m")}
      {may && isActive && action("split", t("curate.split"), "s")}
      {action("history", t("curate.history"), "h")}
      <Link to={`/measures/${idOf(measure.name)}`} as="button" className="button-small">
        {t("measures.open")}
      </Link>
    </div>
  );
}

function EditForm(props: { measure: Measure; onEdited: RowProps["onEdited"] }) {
  const { t } = useText();
  const { measure, onEdited } = props;
  // What is saved is a change of what was seen: what somebody else does meanwhile makes a conflict.
  const [base] = useState(measure);
  const [title, setTitle] = useState(measure.title);
  const [actor, setActor] = useState(measure.actor);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    first.current?.focus();
    first.current?.select();
  }, []);
  const isEmpty = title.trim() === "";
  return (
    <form
      className="measure-edit"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty) onEdited(base, { title: title.trim(), actor: actor.trim() });
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        onEdited(base, null);
      }}
    >
      <Field label={t("measures.title")} error={isEmpty ? t("curate.titleNeeded") : undefined}>
        <input
          ref={first}
          value={title}
          maxLength={LONGEST_TITLE}
          dir="auto"
          onChange={(event) => setTitle(event.target.value)}
        />
      </Field>
      <Field label={t("measures.actor")} hint={t("measures.actor.hint")}>
        <input
          value={actor}
          maxLength={LONGEST_TITLE}
          dir="auto"
          onChange={(event) => setActor(event.target.value)}
        />
      </Field>
      <ChangedMeanwhile base={base} now={measure} />
      <div className="actions">
        <Button type="submit" kind="primary" className="button-small">
          {t("app.save")} <KeyHint>Enter</KeyHint>
        </Button>
        <Button className="button-small" onClick={() => onEdited(base, null)}>
          {t("app.cancel")} <KeyHint>Esc</KeyHint>
        </Button>
      </div>
    </form>
  );
}
