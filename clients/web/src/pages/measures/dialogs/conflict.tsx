// Two people changed the same measure: shows both versions, and the reader chooses.
import { type Measure, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useId, useState } from "react";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { DifferenceList } from "../changed";
import { useMeasuresContext, useMemberNames } from "../context";
import type { Conflict } from "../curator";
import { differencesOf } from "../differences";
import type { Intent } from "../intents";
import { STATE_LABEL, STEP_LABEL } from "../labels";
import { LONGEST_TITLE } from "../row";

/** Shows the conflicts one after the other. */
export function ConflictDialogs() {
  const { state } = useMeasuresContext();
  const conflict = state.conflicts[0];
  if (!conflict) return null;
  return <ConflictDialog key={`${conflict.base.name} ${conflict.now.etag}`} conflict={conflict} />;
}

function ConflictDialog({ conflict }: { conflict: Conflict }) {
  const { t } = useText();
  const { curator, index } = useMeasuresContext();
  const { intent, base, now } = conflict;
  const settle = (chosen: Intent | null) => void curator.settle(conflict, chosen);
  const number = index.get(now.name)?.number ?? 0;
  const isOver = isOverFor(now, intent);
  return (
    <Dialog
      wide
      title={t("conflict.title", { m: `m${number}` })}
      onClose={() => settle(null)}
      closeLabel={t("conflict.theirs")}
      actions={
        !isOver && intent.kind !== "edit" ? (
          <Button kind="primary" onClick={() => settle(intent)}>
            {t("conflict.doAnyway", { what: t(`curate.intent.${intent.kind}`) })}
          </Button>
        ) : undefined
      }
    >
      <WhoChanged conflict={conflict} />
      {isOver && <p className="note note-warn">{t("conflict.over")}</p>}
      {intent.kind === "edit" ? (
        <Versions mine={intent} base={base} now={now} />
      ) : (
        <DifferenceList differences={differencesOf(base, now)} />
      )}
      {!isOver && intent.kind === "edit" && (
        <EditAgain
          mine={intent}
          now={now}
          onChoose={(title, actor) => settle({ kind: "edit", title, actor })}
        />
      )}
    </Dialog>
  );
}

/** Whether the measure went a way on which the intent has no meaning any more. */
function isOverFor(now: Measure, intent: Intent): boolean {
  if (now.state === MeasureState.ACTIVE) return intent.kind === "restore";
  if (now.state === MeasureState.REJECTED) {
    return intent.kind !== "edit" && intent.kind !== "restore";
  }
  return true;
}

function WhoChanged({ conflict: { step } }: { conflict: Conflict }) {
  const { t, date } = useText();
  const nameOf = useMemberNames();
  if (!step) return <p>{t("conflict.text")}</p>;
  return (
    <p>
      {t("conflict.text")} <strong>{t(STEP_LABEL[step.kind])}</strong>,{" "}
      <bdi>{nameOf(step.actor)}</bdi>, {date(step.createTime)}
    </p>
  );
}

function Versions(props: { mine: { title: string; actor: string }; base: Measure; now: Measure }) {
  const { t } = useText();
  const { mine, base, now } = props;
  const [seenState, nowState] = [t(STATE_LABEL[base.state]), t(STATE_LABEL[now.state])];
  const rows = [
    { label: t("measures.title"), seen: base.title, mine: mine.title, now: now.title },
    { label: t("measures.actor"), seen: base.actor, mine: mine.actor, now: now.actor },
    { label: t("measures.state"), seen: seenState, mine: seenState, now: nowState },
  ].filter(({ seen, mine: own, now: there }) => seen !== own || seen !== there);
  return (
    <div className="scrolled">
      <table>
        <caption className="visually-hidden">{t("conflict.versions")}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t("conflict.seen")}</th>
            <th scope="col">{t("conflict.mineColumn")}</th>
            <th scope="col">{t("conflict.now")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <td dir="auto">{row.seen}</td>
              <td dir="auto">{row.mine}</td>
              <td dir="auto">{row.now}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EditAgain(props: {
  mine: { title: string; actor: string };
  now: Measure;
  onChoose: (title: string, actor: string) => void;
}) {
  const { t } = useText();
  const form = useId();
  const [title, setTitle] = useState(props.mine.title);
  const [actor, setActor] = useState(props.mine.actor);
  return (
    <form
      id={form}
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() !== "") props.onChoose(title.trim(), actor.trim());
      }}
    >
      <p className="hint">{t("conflict.edit")}</p>
      <Field label={t("measures.title")}>
        <input
          required
          value={title}
          maxLength={LONGEST_TITLE}
          dir="auto"
          onChange={(event) => setTitle(event.target.value)}
        />
      </Field>
      <Field label={t("measures.actor")}>
        <input
          value={actor}
          maxLength={LONGEST_TITLE}
          dir="auto"
          onChange={(event) => setActor(event.target.value)}
        />
      </Field>
      <div className="actions">
        <Button type="submit" kind="primary">
          {t("conflict.mine")}
        </Button>
        <Button
          onClick={() => {
            setTitle(props.now.title);
            setActor(props.now.actor);
          }}
        >
          {t("conflict.startFromTheirs")}
        </Button>
      </div>
    </form>
  );
}
