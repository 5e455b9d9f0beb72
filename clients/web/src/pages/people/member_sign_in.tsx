import type { Member } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useText } from "@/i18n";
import { isolated } from "@/pages/setup/rules_words";
import { sessionKey, useDeliberation } from "@/state/deliberation";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ProblemNote } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";
import { signInLink } from "./invitation_model";
import { SecretLink } from "./secret_link";

interface Props {
  member: Member;
  onClose: () => void;
}

/** A new way in for somebody who lost the own one. */
export function MemberLink({ member, onClose }: Props) {
  const { t } = useText();
  const { clients } = useDeliberation();
  const name = isolated(member.displayName);
  const making = useMutation({
    mutationFn: () => clients.deliberation.createMemberToken({ name: member.name }),
  });
  const token = making.data?.signIn?.refreshToken;
  return (
    <Dialog
      title={t("member.linkOf", { name })}
      onClose={onClose}
      closeLabel={t(token === undefined ? "app.cancel" : "app.close")}
      actions={
        token === undefined && (
          <Button kind="primary" busy={making.isPending} onClick={() => making.mutate()}>
            {t("member.link.make")}
          </Button>
        )
      }
    >
      {token === undefined ? (
        <p>{t("member.link.sure", { name })}</p>
      ) : (
        <SecretLink
          label={t("signIn.token")}
          text={signInLink(token)}
          once={t("member.link.once", { name })}
        />
      )}
      {making.error && <ProblemNote problem={making.error} />}
    </Dialog>
  );
}

/** Ends all sign-ins of somebody. */
export function RevokeMember({ member, onClose }: Props) {
  const { t } = useText();
  const { id, clients, me } = useDeliberation();
  const toast = useToast();
  const cache = useQueryClient();
  const name = isolated(member.displayName);
  const revoking = useMutation({
    mutationFn: () => clients.access.revokeTokens({ name: member.name }),
    onSuccess: () => {
      toast(t("member.revoked", { name }));
      onClose();
      if (member.name === me.member) {
        void cache.invalidateQueries({ queryKey: sessionKey(id) });
      }
    },
  });
  return (
    <Dialog
      title={t("member.revokeOf", { name })}
      onClose={onClose}
      actions={
        <Button kind="danger" busy={revoking.isPending} onClick={() => revoking.mutate()}>
          {t("member.revoke")}
        </Button>
      }
    >
      <p>{t("member.revoke.sure", { name })}</p>
      {member.name === me.member && <p className="note note-warn">{t("member.revoke.self")}</p>}
      {revoking.error && <ProblemNote problem={revoking.error} />}
    </Dialog>
  );
}
