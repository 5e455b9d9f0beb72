import type { IssuedInvitation } from "@gen/plenum/deliberation/v1/access_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useMemo, useRef, useState } from "react";
import { type Text, useText } from "@/i18n";
import { isolated } from "@/pages/setup/rules_words";
import { useDeliberation } from "@/state/deliberation";
import { draftKey, forget, read, write } from "@/state/device";
import { useIntent } from "@/state/intent";
import { ROLE_LABEL } from "@/state/labels";
import { keyOf } from "@/state/queries";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { ProblemNote } from "@/ui/problem_note";
import { alikeIn, useTakenNames, WHERE } from "./alike";
import { daysOf, expiryOf, invitationOf, linkOf, USUAL_DAYS } from "./invitation_model";
import { parseRoll, type RollProblem, type RollRow, toCsv } from "./roll_table";
import { useCopy } from "./secret_link";

/** The server takes as many at once. */
const AT_ONCE = 1000;
/** Longer previews are cut. */
const SHOWN_ROWS = 50;
const SHOWN_NOTES = 5;

/** Invites everybody of a list: shown as it was understood first, then all links at once. */
export function InviteMany(props: { onClose: () => void }) {
  const { t } = useText();
  const { id, name: parent, clients } = useDeliberation();
  const cache = useQueryClient();
  const intent = useIntent();
  const formId = useId();
  const draft = draftKey(id, "roll");
  const [text, setText] = useState(() => read(draft, ""));
  const [days, setDays] = useState(String(USUAL_DAYS));
  const [unreadable, setUnreadable] = useState(false);
  const [issued, setIssued] = useState<IssuedInvitation[]>([]);
  const expiry = useRef<{ days: number; at: Date } | null>(null);
  const { rows, problems } = useMemo(() => parseRoll(text), [text]);
  const taken = useTakenNames();
  const alike = useMemo(
    () =>
      alikeIn(
        rows.map(({ name }) => name),
        taken,
      ),
    [rows, taken],
  );
  const change = (next: string) => {
    setText(next);
    write(draft, next);
  };

  const inviting = useMutation({
    mutationFn: async () => {
      const wanted = daysOf(days) ?? USUAL_DAYS;
      if (expiry.current?.days !== wanted) expiry.current = { days: wanted, at: expiryOf(wanted) };
      const { at } = expiry.current;
      const made = [...issued];
      // A part that was made is not made again when a later one failed.
      while (made.length < rows.length) {
        const part = rows.slice(made.length, made.length + AT_ONCE);
        const answer = await clients.access.batchCreateInvitations({
          parent,
          invitations: part.map((row) => invitationOf(row, at)),
          requestId: intent.idFor([part, wanted]),
        });
        intent.done();
        if (answer.issued.length !== part.length) throw new Error("not all were invited");
        made.push(...answer.issued);
        setIssued([...made]);
      }
    },
    onSuccess: () => forget(draft),
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(id, "invitations") }),
  });

  if (issued.length > 0 && issued.length === rows.length && !inviting.isPending) {
    return <IssuedLinks rows={rows} issued={issued} onClose={props.onClose} />;
  }
  const ready = rows.length > 0 && problems.length === 0 && daysOf(days) !== null;
  return (
    <Dialog
      wide
      title={t("invite.many")}
      onClose={props.onClose}
      actions={
        <Button
          kind="primary"
          type="submit"
          form={formId}
          busy={inviting.isPending}
          disabled={!ready}
        >
          {t("invite.send", { count: rows.length })}
        </Button>
      }
    >
      <form
        id={formId}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          inviting.mutate();
        }}
      >
        <Field label={t("invite.table")} hint={t("invite.table.hint")}>
          <textarea
            rows={6}
            dir="auto"
            spellCheck={false}
            placeholder={t("invite.table.example")}
            readOnly={issued.length > 0}
            value={text}
            onChange={(event) => change(event.target.value)}
          />
        </Field>
        <div className="pair">
          <Field
            label={t("invite.file")}
            error={unreadable ? t("invite.file.unreadable") : undefined}
          >
            <input
              type="file"
              accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
              disabled={issued.length > 0}
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (!file) return;
                void readText(file).then((content) => {
                  setUnreadable(content === null);
                  if (content !== null) change(content);
                });
              }}
            />
          </Field>
          <Field
            label={t("invite.days")}
            error={daysOf(days) === null ? t("invite.days.error") : undefined}
          >
            <input
              inputMode="numeric"
              value={days}
              onChange={(event) => setDays(event.target.value)}
            />
          </Field>
        </div>
        {problems.length > 0 && (
          <Notes tone="bad" notes={problems.map((problem) => sentenceOfProblem(problem, t))} />
        )}
        {alike.length > 0 && (
          <Notes
            tone="warn"
            notes={alike.map(({ name, where }) =>
              t("invite.alike", { name: isolated(name), where: t(WHERE[where]) }),
            )}
          />
        )}
        <Preview rows={rows} />
        {issued.length > 0 && (
          <p className="note" role="status">
            {t("invite.issued.part", { done: issued.length, all: rows.length })}
          </p>
        )}
        {inviting.error && <ProblemNote problem={inviting.error} />}
      </form>
    </Dialog>
  );
}

/** Null for what is not text in UTF-8. */
async function readText(file: Blob): Promise<string | null> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}

function sentenceOfProblem(problem: RollProblem, t: Text["t"]): string {
  return "text" in problem
    ? t(`invite.problem.${problem.kind}`, { line: problem.line, text: isolated(problem.text) })
    : t(`invite.problem.${problem.kind}`, { line: problem.line });
}

function Notes(props: { tone: "warn" | "bad"; notes: string[] }) {
  const { t } = useText();
  const { notes } = props;
  return (
    <div
      className={props.tone === "bad" ? "problem" : "note note-warn"}
      role={props.tone === "bad" ? undefined : "status"}
    >
      <ul className="notes">
        {notes.slice(0, SHOWN_NOTES).map((note) => (
          <li key={note}>{note}</li>
        ))}
        {notes.length > SHOWN_NOTES && (
          <li>{t("invite.table.more", { count: notes.length - SHOWN_NOTES })}</li>
        )}
      </ul>
    </div>
  );
}

function Preview(props: { rows: readonly RollRow[] }) {
  const { t, number } = useText();
  const { rows } = props;
  const counted = t("invite.table.rows", { count: rows.length });
  if (rows.length === 0) return <p className="hint">{counted}</p>;
  return (
    <details open={rows.length <= SHOWN_NOTES || undefined}>
      <summary>{counted}</summary>
      <table>
        <caption className="visually-hidden">{t("invite.table.caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("people.name")}</th>
            <th scope="col">{t("people.role")}</th>
            <th scope="col" className="number">
              {t("people.weight")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN_ROWS).map(({ line, name, role, weight }) => (
            <tr key={line}>
              <th scope="row" dir="auto">
                {name}
              </th>
              <td>{t(ROLE_LABEL[role])}</td>
              <td className="number">{number(weight)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN_ROWS && (
        <p className="hint">{t("invite.table.more", { count: rows.length - SHOWN_ROWS })}</p>
      )}
    </details>
  );
}

function IssuedLinks(props: {
  rows: readonly RollRow[];
  issued: readonly IssuedInvitation[];
  onClose: () => void;
}) {
  const { t } = useText();
  const copy = useCopy();
  // Nobody can show these links again: one slip of a finger must not lose them.
  const [kept, setKept] = useState(false);
  const [warned, setWarned] = useState(false);
  const close = () => {
    if (kept || warned) props.onClose();
    else setWarned(true);
  };
  const pairs = props.issued.map((issued, index) => ({
    key: issued.invitation?.name ?? String(index),
    name: issued.invitation?.label ?? props.rows[index]?.name ?? "",
    link: linkOf(issued),
  }));
  const download = () => {
    const table = toCsv([["name", "link"], ...pairs.map(({ name, link }) => [name, link])]);
    const url = URL.createObjectURL(new Blob([`\uFEFF${table}`], { type: "text/csv" }));
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = "invitations.csv";
    anchor.click();
    setKept(true);
    URL.revokeObjectURL(url);
  };
  return (
    <Dialog
      wide
      title={t("invite.issued", { count: pairs.length })}
      onClose={close}
      closeLabel={t("app.close")}
      actions={
        <>
          <Button
            kind="primary"
            onClick={() => {
              setKept(true);
              void copy(
                pairs.map(({ name, link }) => `${name}\t${link}`).join("\n"),
                t("invite.issued.copied"),
              );
            }}
          >
            {t("invite.issued.copy")}
          </Button>
          <Button onClick={download}>{t("invite.issued.download")}</Button>
        </>
      }
    >
      <p className="note note-warn">{t("invite.issued.once")}</p>
      {warned && !kept && (
        <p className="problem" role="alert">
          {t("invite.issued.lose")}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="issued" tabIndex={0} aria-label={t("invite.issued.caption")}>
        <table>
          <caption className="visually-hidden">{t("invite.issued.caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("people.name")}</th>
              <th scope="col">{t("invite.issued.linkColumn")}</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map(({ key, name, link }) => (
              <tr key={key}>
                <th scope="row" dir="auto">
                  {name}
                </th>
                <td className="link-cell" dir="ltr">
                  {link}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Dialog>
  );
}
