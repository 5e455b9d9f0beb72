import {
  InvitationState,
  type LookUpInvitationResponse,
} from "@gen/plenum/deliberation/v1/access_pb";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { publicClients } from "@/api/clients";
import { deliberationIdOf } from "@/api/names";
import { toProblem } from "@/api/problem";
import { newRequestId } from "@/api/request_id";
import { joinByInvitation } from "@/api/session";
import { type MessageId, useText } from "@/i18n";
import { takeFragment } from "@/state/fragment";
import { ROLE_LABEL } from "@/state/labels";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";

/** Joining by an invitation. Looking at it uses nothing up. */
export default function Join() {
  const { t } = useText();
  const [code, setCode] = useState("");
  const looking = useMutation({
    mutationFn: (given: string) => publicClients.access.lookUpInvitation({ code: given }),
  });
  const { mutate } = looking;
  useEffect(() => {
    const given = takeFragment();
    if (given === "") return;
    setCode(given);
    mutate(given);
  }, [mutate]);
  const ended = ENDED[looking.data?.invitation?.state ?? InvitationState.UNSPECIFIED];
  if (looking.data && !ended) return <JoinForm code={code} invitation={looking.data} />;
  return (
    <Page title={t("join.title")}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          looking.mutate(code.trim());
        }}
      >
        <Field label={t("join.code")} hint={t("join.code.hint")}>
          <input
            required
            autoComplete="off"
            spellCheck={false}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </Field>
        {looking.error && <InvitationProblem error={looking.error} />}
        {ended && (
          <p className="problem" role="alert">
            {t(ended)}
          </p>
        )}
        <div className="actions">
          <Button type="submit" kind="primary" busy={looking.isPending}>
            {t("join.look")}
          </Button>
        </div>
      </form>
    </Page>
  );
}

function JoinForm(props: { code: string; invitation: LookUpInvitationResponse }) {
  const { t } = useText();
  const [, navigate] = useLocation();
  const { invitation, deliberation, deliberationTitle } = props.invitation;
  const [name, setName] = useState(invitation?.label ?? "");
  // The same for every try: the answer to a first one may have been lost.
  const requestId = useRef(newRequestId());
  const joining = useMutation({
    mutationFn: () =>
      joinByInvitation({ code: props.code, displayName: name, requestId: requestId.current }),
    onSuccess: () => navigate(`/d/${deliberationIdOf(deliberation)}`, { replace: true }),
    onError: (error) => {
      if (!toProblem(error).passing) requestId.current = newRequestId();
    },
  });
  return (
    <Page title={t("join.title")}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          joining.mutate();
        }}
      >
        <p className="lead">
          {t("join.to")}: <strong dir="auto">{deliberationTitle}</strong>
        </p>
        {invitation && <p>{t("join.as", { role: t(ROLE_LABEL[invitation.role]) })}</p>}
        <Field label={t("join.name")} hint={t("join.name.hint")}>
          <input
            required
            maxLength={100}
            autoComplete="name"
            dir="auto"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {joining.error && <InvitationProblem error={joining.error} />}
        <div className="actions">
          <Button type="submit" kind="primary" busy={joining.isPending}>
            {t("join.submit")}
          </Button>
        </div>
      </form>
    </Page>
  );
}

const ENDED: Partial<Record<InvitationState, MessageId>> = {
  [InvitationState.USED]: "join.used",
  [InvitationState.EXPIRED]: "join.expired",
  [InvitationState.REVOKED]: "join.revoked",
};

/** The state in the metadata of INVITATION_ENDED: "used", "expired", "revoked". */
function stateNamed(name: string): InvitationState {
  const key = name.toUpperCase() as keyof typeof InvitationState;
  return InvitationState[key] ?? InvitationState.UNSPECIFIED;
}

function InvitationProblem(props: { error: unknown }) {
  const { t } = useText();
  const problem = toProblem(props.error);
  const ended = ENDED[stateNamed(problem.metadata.state ?? "")];
  if (problem.reason === "INVITATION_ENDED" && ended) {
    return (
      <p className="problem" role="alert">
        {t(ended)}
      </p>
    );
  }
  if (problem.reason === "INVITATION_UNKNOWN" || problem.fields.some((f) => f.field === "code")) {
    return (
      <p className="problem" role="alert">
        {t("join.unknown")}
      </p>
    );
  }
  return <ProblemNote problem={problem} />;
}
