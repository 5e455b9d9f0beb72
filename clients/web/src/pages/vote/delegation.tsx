// Letting somebody else's ballot count for one's own as well.
import { type Member, Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { useDeliberation, useSignedOutCheck } from "@/state/deliberation";
import { useIntent } from "@/state/intent";
import { keyOf, useMembers } from "@/state/queries";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";

export function useDelegation() {
  const { id, name, clients, votes } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "delegation"),
    queryFn: () => clients.deliberation.getDelegation({ parent: name }),
    enabled: votes,
  });
}

export function DelegationCard(props: { hasVoted: boolean }) {
  const { t, list } = useText();
  const delegation = useDelegation();
  const members = useMembers();
  if (!delegation.data || !members.data) return null;
  const { delegate, delegators } = delegation.data;
  const nameOf = (member: string) =>
    members.data.find(({ name }) => name === member)?.displayName ?? "";
  return (
    <Card title={t("delegation.title")}>
      {delegators.length > 0 && (
        <p className="note">
          {t("delegation.toYou", {
            count: delegators.length,
            names: list(delegators.map(nameOf)),
          })}
        </p>
      )}
      {delegate !== "" ? (
        <TakeBack name={nameOf(delegate)} hasVoted={props.hasVoted} />
      ) : delegators.length > 0 ? (
        <p className="hint">{t("delegation.notYours")}</p>
      ) : (
        <Delegate members={members.data} hasVoted={props.hasVoted} />
      )}
    </Card>
  );
}

function useChangeDelegation() {
  const { id, name, clients } = useDeliberation();
  const cache = useQueryClient();
  const intent = useIntent();
  return useMutation({
    /** To whom; empty to take it back. */
    mutationFn: async (delegate: string) => {
      const requestId = intent.idFor(delegate);
      if (delegate === "") {
        await clients.deliberation.deleteDelegation({ parent: name, requestId });
      } else {
        await clients.deliberation.setDelegation({ parent: name, delegate, requestId });
      }
    },
    onSuccess: () => {
      intent.done();
      return cache.invalidateQueries({ queryKey: keyOf(id, "delegation") });
    },
    onError: useSignedOutCheck(),
  });
}

function TakeBack(props: { name: string; hasVoted: boolean }) {
  const { t } = useText();
  const change = useChangeDelegation();
  return (
    <>
      <p>
        {t(props.hasVoted ? "delegation.given.voted" : "delegation.given", { name: props.name })}
      </p>
      {change.error && <ProblemNote problem={change.error} />}
      <div className="actions">
        <Button busy={change.isPending} onClick={() => change.mutate("")}>
          {t("delegation.takeBack")}
        </Button>
      </div>
    </>
  );
}

function Delegate(props: { members: Member[]; hasVoted: boolean }) {
  const { t } = useText();
  const { me } = useDeliberation();
  const change = useChangeDelegation();
  const [chosen, setChosen] = useState("");
  const others = props.members.filter(
    ({ name, role }) => name !== me.member && (role === Role.MEMBER || role === Role.FACILITATOR),
  );
  if (others.length === 0) return <p className="hint">{t("delegation.nobody")}</p>;
  const chain = change.error !== null && toProblem(change.error).reason === "DELEGATION_CHAIN";
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== "") change.mutate(chosen);
      }}
    >
      <p className="hint">{t("delegation.about")}</p>
      {props.hasVoted && <p className="note">{t("delegation.voted")}</p>}
      <Field label={t("delegation.to")} error={chain ? t("delegation.chain") : undefined}>
        <select required value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t("delegation.choose")}</option>
          {others.map(({ name, displayName }) => (
            <option key={name} value={name}>
              {displayName}
            </option>
          ))}
        </select>
      </Field>
      {change.error && !chain && <ProblemNote problem={change.error} />}
      <div className="actions">
        <Button type="submit" busy={change.isPending}>
          {t("delegation.give")}
        </Button>
      </div>
    </form>
  );
}
