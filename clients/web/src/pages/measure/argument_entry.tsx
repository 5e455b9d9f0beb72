// One argument with its replies.
import type { Argument } from "@gen/plenum/deliberation/v1/argument_pb";
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useState } from "react";
import { idOf } from "@/api/names";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { saidAt } from "@/state/arguments";
import { useDeliberation } from "@/state/deliberation";
import { useCriteria, useMembers } from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Link } from "@/ui/link";
import { ProblemNote } from "@/ui/problem_note";
import { useArgumentDraft } from "./argument_drafts";
import { ArgumentForm } from "./argument_form";
import { quoteKey } from "./quotes";
import { useHide, useRestore, useReword, useSay } from "./use_argument_writes";

interface Props {
  argument: Argument;
  replies: Argument[];
  measure: Measure;
  /** Nothing is said after the close. */
  open: boolean;
  /** In milliseconds: what was said later is new to the reader. */
  seen: number;
}

export function ArgumentEntry(props: Props) {
  const { t } = useText();
  const { votes } = useDeliberation();
  const { argument, replies, open } = props;
  const reply = useArgumentDraft(`reply.${idOf(argument.name)}`);
  const saying = useSay({ replyTo: argument.name }, reply.done);
  return (
    <li className="argument" id={`argument-${idOf(argument.name)}`}>
      <Said {...props} onReply={votes && open && !reply.draft ? () => reply.begin() : undefined} />
      {(replies.length > 0 || reply.draft) && (
        <ul className="replies" aria-label={t("argument.replies")}>
          {replies.map((one) => (
            <li key={one.name} className="argument">
              <Said {...props} argument={one} />
            </li>
          ))}
          {reply.draft && (
            <li>
              <ArgumentForm
                label={t("argument.reply.label")}
                draft={reply.draft}
                measure={props.measure}
                submit={t("argument.reply")}
                busy={saying.isPending}
                problem={saying.error}
                onChange={reply.change}
                onSubmit={() => reply.draft && saying.mutate(reply.draft)}
                onCancel={reply.done}
              />
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function Said(props: Props & { onReply?: (() => void) | undefined }) {
  const { t, date } = useText();
  const { me, leads } = useDeliberation();
  const { argument, measure, open, seen } = props;
  const members = useMembers();
  const nameOf = (name: string) =>
    members.data?.find((member) => member.name === name)?.displayName ?? "";
  const edit = useArgumentDraft(`edit.${idOf(argument.name)}`);
  const isMine = argument.author === me.member;
  const isNew = !isMine && saidAt(argument) > seen;
  const isHidden = argument.hiddenBy !== "";
  return (
    <article className={isHidden ? "said said-hidden" : "said"}>
      <p className="said-by">
        <strong>
          <bdi>{nameOf(argument.author)}</bdi>
        </strong>
        {isMine && ` (${t("app.you")})`} <span className="hint">{date(argument.createTime)}</span>{" "}
        {isNew && <Badge tone="accent">{t("argument.new")}</Badge>}
        {isHidden && <Badge tone="warn">{t("argument.hidden")}</Badge>}
      </p>
      {isHidden && (
        <p className="hint">
          {t("argument.hiddenBy", { name: nameOf(argument.hiddenBy) })}{" "}
          <bdi>{argument.hiddenReason}</bdi>
        </p>
      )}
      {edit.draft ? (
        <Rewording argument={argument} edit={edit} />
      ) : (
        argument.text !== "" && (
          <p className="prose" dir="auto">
            {argument.text}
          </p>
        )
      )}
      <LeansOn argument={argument} measure={measure} nameOf={nameOf} />
      <Earlier argument={argument} />
      <div className="actions">
        {props.onReply && !isHidden && (
          <Button kind="quiet" className="button-small" onClick={props.onReply}>
            {t("argument.reply")}
          </Button>
        )}
        {isMine && open && !edit.draft && (
          <Button
            kind="quiet"
            className="button-small"
            onClick={() => edit.begin({ text: argument.text, etag: argument.etag })}
          >
            {t("argument.edit")}
          </Button>
        )}
        {leads && <HideOrRestore argument={argument} />}
      </div>
    </article>
  );
}

/** Changing one's own words; somebody else's change in between is shown beside them. */
function Rewording(props: { argument: Argument; edit: ReturnType<typeof useArgumentDraft> }) {
  const { t } = useText();
  const { argument, edit } = props;
  const reword = useReword(argument.name, edit.done);
  const { draft } = edit;
  if (!draft) return null;
  const stale = reword.error !== null && toProblem(reword.error).reason === "STALE_ETAG";
  return (
    <>
      <ArgumentForm
        label={t("argument.edit.label")}
        draft={draft}
        submit={t("app.save")}
        busy={reword.isPending}
        problem={stale ? null : reword.error}
        onChange={edit.change}
        onSubmit={() => reword.mutate(draft)}
        onCancel={edit.done}
      />
      {stale && (
        <div className="note note-warn" role="alert">
          <p>{t("argument.stale")}</p>
          <blockquote dir="auto">{argument.text}</blockquote>
          <div className="actions">
            <Button onClick={() => reword.mutate(edit.begin({ ...draft, etag: argument.etag }))}>
              {t("argument.stale.mine")}
            </Button>
            <Button kind="quiet" onClick={edit.done}>
              {t("argument.stale.theirs")}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}

function LeansOn(props: {
  argument: Argument;
  measure: Measure;
  nameOf: (member: string) => string;
}) {
  const { t } = useText();
  const { argument, measure } = props;
  const criteria = useCriteria();
  const { quote } = argument;
  const at = quote ? measure.quotes.findIndex((one) => quoteKey(one) === quoteKey(quote)) : -1;
  const cited = measure.quotes[at];
  const criterion = criteria.data?.find(({ name }) => name === argument.criterion);
  if (!quote && !criterion) return null;
  return (
    <div className="leans-on">
      {cited && (
        <blockquote dir="auto">
          {cited.text}{" "}
          <Link to={`/documents/${idOf(cited.document)}?measure=${idOf(measure.name)}&quote=${at}`}>
            {t("measure.quote.source")}
          </Link>
        </blockquote>
      )}
      {quote && !cited && <p className="hint">{t("argument.quote.gone")}</p>}
      {criterion && (
        <p className="hint">
          {argument.scoreBy === ""
            ? t("argument.about")
            : t("argument.aboutScore", { name: props.nameOf(argument.scoreBy) })}{" "}
          <bdi>{criterion.title}</bdi>
        </p>
      )}
    </div>
  );
}

function Earlier({ argument }: { argument: Argument }) {
  const { t, date } = useText();
  if (argument.earlier.length === 0) return null;
  return (
    <details>
      <summary className="hint">
        {t("argument.earlier", {
          count: argument.earlier.length,
          time: date(argument.updateTime),
        })}
      </summary>
      <ol className="plain-list">
        {argument.earlier.map((version) => (
          <li key={`${date(version.createTime)} ${version.text}`}>
            <p className="hint">{date(version.createTime)}</p>
            <p className="prose" dir="auto">
              {version.text}
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}

function HideOrRestore({ argument }: { argument: Argument }) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const restoring = useRestore(argument);
  if (argument.hiddenBy !== "") {
    return (
      <>
        <Button
          kind="quiet"
          className="button-small"
          busy={restoring.isPending}
          onClick={() => restoring.mutate()}
        >
          {t("argument.restore")}
        </Button>
        {restoring.error && <ProblemNote problem={restoring.error} />}
      </>
    );
  }
  return (
    <>
      <Button kind="quiet" className="button-small" onClick={() => setAsking(true)}>
        {t("argument.hide")}
      </Button>
      {asking && <HideDialog argument={argument} onClose={() => setAsking(false)} />}
    </>
  );
}

function HideDialog(props: { argument: Argument; onClose: () => void }) {
  const { t } = useText();
  const [reason, setReason] = useState("");
  const hiding = useHide(props.argument, props.onClose);
  return (
    <Dialog
      title={t("argument.hide.title")}
      onClose={props.onClose}
      actions={
        <Button
          kind="danger"
          busy={hiding.isPending}
          disabled={reason.trim() === ""}
          onClick={() => hiding.mutate(reason.trim())}
        >
          {t("argument.hide")}
        </Button>
      }
    >
      <p>{t("argument.hide.about")}</p>
      <blockquote dir="auto">{props.argument.text}</blockquote>
      <Field label={t("argument.hide.reason")}>
        <textarea
          required
          rows={2}
          maxLength={500}
          dir="auto"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {hiding.error && <ProblemNote problem={hiding.error} />}
    </Dialog>
  );
}
