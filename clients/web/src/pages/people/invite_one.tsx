import type { IssuedInvitation } from "@gen/plenum/deliberation/v1/access_pb";
import { Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { type MessageId, useText } from "@/i18n";
import { Choice } from "@/pages/setup/choice";
import { isolated } from "@/pages/setup/rules_words";
import { useDeliberation } from "@/state/deliberation";
import { useIntent } from "@/state/intent";
import { ROLE_LABEL } from "@/state/labels";
import { keyOf } from "@/state/queries";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { ProblemNote } from "@/ui/problem_note";
import { alikeIn, useTakenNames, WHERE } from "./alike";
import { daysOf, expiryOf, invitationOf, linkOf, USUAL_DAYS, weightOf } from "./invitation_model";
import { SecretLink } from "./secret_link";

/** What an invitation that is made again begins with. */
export interface InviteFor {
  name: string;
  role: Role;
  weight: number;
}

const ROLES: { role: Role; about: MessageId }[] = [
  { role: Role.MEMBER, about: "people.role.member.about" },
  { role: Role.OBSERVER, about: "people.role.observer.about" },
  { role: Role.FACILITATOR, about: "people.role.facilitator.about" },
  { role: Role.AUDITOR, about: "people.role.auditor.about" },
];

export function InviteOne(props: { of?: InviteFor | undefined; onClose: () => void }) {
  const { t } = useText();
  const [issued, setIssued] = useState<IssuedInvitation | null>(null);
  const [round, setRound] = useState(0);
  if (issued === null) {
    return (
      <InviteForm
        key={round}
        of={round === 0 ? props.of : undefined}
        onIssued={setIssued}
        onClose={props.onClose}
      />
    );
  }
  const label = issued.invitation?.label ?? "";
  return (
    <Dialog
      title={t("invite.one")}
      onClose={props.onClose}
      closeLabel={t("app.close")}
      actions={
        <Button
          onClick={() => {
            setIssued(null);
            setRound(round + 1);
          }}
        >
          {t("invite.another")}
        </Button>
      }
    >
      <SecretLink
        label={
          label === "" ? t("invite.link.nameless") : t("invite.link", { name: isolated(label) })
        }
        text={linkOf(issued)}
        once={t("invite.once")}
      />
    </Dialog>
  );
}

function InviteForm(props: {
  of: InviteFor | undefined;
  onIssued: (issued: IssuedInvitation) => void;
  onClose: () => void;
}) {
  const { t } = useText();
  const { id, name: parent, clients } = useDeliberation();
  const cache = useQueryClient();
  const intent = useIntent();
  const formId = useId();
  const group = useId();
  const [name, setName] = useState(props.of?.name ?? "");
  const [role, setRole] = useState(props.of?.role ?? Role.MEMBER);
  const [weight, setWeight] = useState(String(props.of?.weight || 1));
  const [days, setDays] = useState(String(USUAL_DAYS));
  const expiry = useRef<{ days: number; at: Date } | null>(null);
  const taken = useTakenNames();
  const alike = alikeIn([name], taken)[0];
  const wrong = { weight: weightOf(weight) === null, days: daysOf(days) === null };
  const inviting = useMutation({
    mutationFn: async () => {
      const wanted = daysOf(days) ?? USUAL_DAYS;
      if (expiry.current?.days !== wanted) expiry.current = { days: wanted, at: expiryOf(wanted) };
      const { at } = expiry.current;
      const invitee = { name: name.trim(), role, weight: weightOf(weight) ?? 1 };
      const { issued } = await clients.access.createInvitation({
        parent,
        invitation: invitationOf(invitee, at),
        requestId: intent.idFor([invitee, wanted]),
      });
      return issued;
    },
    onSuccess: (issued) => {
      intent.done();
      void cache.invalidateQueries({ queryKey: keyOf(id, "invitations") });
      if (issued) props.onIssued(issued);
    },
  });
  return (
    <Dialog
      title={t("invite.one")}
      onClose={props.onClose}
      actions={
        <Button
          kind="primary"
          type="submit"
          form={formId}
          busy={inviting.isPending}
          disabled={wrong.weight || wrong.days}
        >
          {t("invite.make")}
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
        <Field label={`${t("people.name")} (${t("app.optional")})`} hint={t("invite.name.hint")}>
          <input
            maxLength={100}
            autoComplete="off"
            dir="auto"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {alike && (
          <p className="note note-warn" role="status">
            {t("invite.alike", { name: isolated(alike.name), where: t(WHERE[alike.where]) })}
          </p>
        )}
        <fieldset>
          <legend>{t("people.role")}</legend>
          {ROLES.map(({ role: one, about }) => (
            <Choice
              key={one}
              group={group}
              checked={role === one}
              label={t(ROLE_LABEL[one])}
              about={t(about)}
              onChoose={() => setRole(one)}
            />
          ))}
        </fieldset>
        <details open={weight !== "1" || days !== String(USUAL_DAYS) || undefined}>
          <summary>{t("invite.more")}</summary>
          <div className="pair rule-body">
            <Field
              label={t("invite.weight")}
              hint={t("invite.weight.hint")}
              error={wrong.weight ? t("invite.weight.error") : undefined}
            >
              <input
                inputMode="numeric"
                value={weight}
                onChange={(event) => setWeight(event.target.value)}
              />
            </Field>
            <Field label={t("invite.days")} error={wrong.days ? t("invite.days.error") : undefined}>
              <input
                inputMode="numeric"
                value={days}
                onChange={(event) => setDays(event.target.value)}
              />
            </Field>
          </div>
        </details>
        {inviting.error && <ProblemNote problem={inviting.error} />}
      </form>
    </Dialog>
  );
}
