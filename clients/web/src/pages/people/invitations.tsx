import { type Invitation, InvitationState } from "@gen/plenum/deliberation/v1/access_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { memo, useMemo, useState } from "react";
import { type MessageId, useText } from "@/i18n";
import { isolated } from "@/pages/setup/rules_words";
import { useDeliberation } from "@/state/deliberation";
import { useIntent } from "@/state/intent";
import { ROLE_LABEL } from "@/state/labels";
import { keyOf, useInvitations, useMembers } from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Loading } from "@/ui/loading";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";
import type { InviteFor } from "./invite_one";

const STATE: Record<InvitationState, MessageId> = {
  [InvitationState.UNSPECIFIED]: "invitations.filter.all",
  [InvitationState.OPEN]: "invitations.state.open",
  [InvitationState.USED]: "invitations.state.used",
  [InvitationState.EXPIRED]: "invitations.state.expired",
  [InvitationState.REVOKED]: "invitations.state.revoked",
};

const TONE = {
  [InvitationState.UNSPECIFIED]: "plain",
  [InvitationState.OPEN]: "accent",
  [InvitationState.USED]: "good",
  [InvitationState.EXPIRED]: "warn",
  [InvitationState.REVOKED]: "plain",
} as const;

/** Who was invited, and what became of it. */
export function Invitations(props: { onAgain: ((of: InviteFor) => void) | undefined }) {
  const { t } = useText();
  const { leads } = useDeliberation();
  const invitations = useInvitations();
  const members = useMembers().data;
  const [state, setState] = useState(InvitationState.UNSPECIFIED);
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const all = invitations.data;
  const names = useMemo(
    () => new Map((members ?? []).map(({ name, displayName }) => [name, displayName])),
    [members],
  );
  const shown = useMemo(
    () =>
      (all ?? [])
        .filter((one) => state === InvitationState.UNSPECIFIED || one.state === state)
        .reverse(),
    [all, state],
  );
  if (invitations.isPending) return <Loading />;
  if (all === undefined) {
    return <ProblemNote problem={invitations.error} onRetry={() => void invitations.refetch()} />;
  }
  return (
    <Card
      title={t("invitations.title")}
      actions={
        all.length > 0 && (
          <label className="filter">
            {t("invitations.filter")}
            <select
              value={state}
              onChange={(event) => setState(Number(event.target.value) as InvitationState)}
            >
              {Object.entries(STATE).map(([value, label]) => (
                <option key={value} value={value}>
                  {t(label)}
                </option>
              ))}
            </select>
          </label>
        )
      }
    >
      {all.length === 0 && <p className="hint">{t("invitations.none")}</p>}
      {all.length > 0 && (
        <div className="scrolled">
          <table className="roll">
            <caption className="visually-hidden">{t("invitations.caption")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("invitations.for")}</th>
                <th scope="col">{t("people.role")}</th>
                <th scope="col">{t("invitations.state")}</th>
                <th scope="col">{t("invitations.expires")}</th>
                {leads && <th scope="col">{t("people.actions")}</th>}
              </tr>
            </thead>
            <tbody>
              {shown.map((invitation) => (
                <InvitationRow
                  key={invitation.name}
                  invitation={invitation}
                  joined={names.get(invitation.member)}
                  leads={leads}
                  onRevoke={setRevoking}
                  onAgain={props.onAgain}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {revoking && <Revoke invitation={revoking} onClose={() => setRevoking(null)} />}
    </Card>
  );
}

const InvitationRow = memo(function InvitationRow(props: {
  invitation: Invitation;
  joined: string | undefined;
  leads: boolean;
  onRevoke: (invitation: Invitation) => void;
  onAgain: ((of: InviteFor) => void) | undefined;
}) {
  const { t, date, fromNow } = useText();
  const { invitation, joined, onAgain } = props;
  const { label, role, weight, state, expireTime } = invitation;
  const name = label || t("invitations.nameless");
  const open = state === InvitationState.OPEN;
  const over = state === InvitationState.EXPIRED || state === InvitationState.REVOKED;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
        {joined !== undefined && joined !== label && (
          <span className="hint"> {t("invitations.usedBy", { name: isolated(joined) })}</span>
        )}
      </th>
      <td>{t(ROLE_LABEL[role])}</td>
      <td>
        <Badge tone={TONE[state]}>{t(STATE[state])}</Badge>
      </td>
      {expireTime && state !== InvitationState.USED ? (
        <td className="when" data-label={t("invitations.expires")}>
          {date(expireTime)} {open && <span className="hint">({fromNow(expireTime)})</span>}
        </td>
      ) : (
        <td />
      )}
      {props.leads && (
        <td>
          <div className="actions">
            {open && (
              <Button
                className="button-small"
                aria-label={`${t("invitations.revoke")}: ${name}`}
                onClick={() => props.onRevoke(invitation)}
              >
                {t("invitations.revoke")}
              </Button>
            )}
            {over && onAgain && (
              <Button
                className="button-small"
                aria-label={`${t("invitations.again")}: ${name}`}
                onClick={() => onAgain({ name: label, role, weight })}
              >
                {t("invitations.again")}
              </Button>
            )}
          </div>
        </td>
      )}
    </tr>
  );
});

function Revoke(props: { invitation: Invitation; onClose: () => void }) {
  const { t } = useText();
  const { id, clients } = useDeliberation();
  const cache = useQueryClient();
  const toast = useToast();
  const intent = useIntent();
  const { name, etag, label } = props.invitation;
  const revoking = useMutation({
    mutationFn: () =>
      clients.access.revokeInvitation({ name, etag, requestId: intent.idFor([name, etag]) }),
    onSuccess: () => {
      toast(t("invitations.revoked"));
      props.onClose();
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(id, "invitations") }),
  });
  return (
    <Dialog
      title={t("invitations.revokeOf", { name: isolated(label || t("invitations.nameless")) })}
      onClose={props.onClose}
      actions={
        <Button kind="danger" busy={revoking.isPending} onClick={() => revoking.mutate()}>
          {t("invitations.revoke")}
        </Button>
      }
    >
      <p>{t("invitations.revoke.sure")}</p>
      {revoking.error && <ProblemNote problem={revoking.error} />}
    </Dialog>
  );
}
