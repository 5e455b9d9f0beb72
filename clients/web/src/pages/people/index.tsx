import { Phase, Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useState } from "react";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useTurnout } from "@/state/queries";
import { Button } from "@/ui/button";
import { Card, Page } from "@/ui/page";
import { AddService } from "./add_service";
import { Invitations } from "./invitations";
import { InviteMany } from "./invite_many";
import { type InviteFor, InviteOne } from "./invite_one";
import { RollCard } from "./roll_card";
import { SelfCard } from "./self_card";
import "../setup/setup.css";
import "./people.css";

type Doing = { what: "one"; of?: InviteFor } | { what: "many" } | { what: "service" } | null;

/** The roll; for facilitators also the ways onto it. */
export default function PeoplePage() {
  const { t } = useText();
  const { deliberation, leads, me } = useDeliberation();
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => setDoing(null);
  const over = deliberation.phase === Phase.CLOSED || deliberation.phase === Phase.PUBLISHED;
  const mayInvite = leads && !over;
  const seesInvitations = leads || me.role === Role.AUDITOR;
  return (
    <Page
      title={t("nav.people")}
      lead={t("people.lead")}
      actions={
        mayInvite && (
          <>
            <Button kind="primary" onClick={() => setDoing({ what: "one" })}>
              {t("invite.one")}
            </Button>
            <Button onClick={() => setDoing({ what: "many" })}>{t("invite.many")}</Button>
            <Button onClick={() => setDoing({ what: "service" })}>{t("service.add")}</Button>
          </>
        )
      }
    >
      {leads && over && <p className="note">{t("invite.closed")}</p>}
      {deliberation.decisionCount > 0 && <TurnoutCard />}
      <RollCard />
      {seesInvitations && (
        <Invitations onAgain={mayInvite ? (of) => setDoing({ what: "one", of }) : undefined} />
      )}
      <SelfCard />
      {doing?.what === "one" && <InviteOne of={doing.of} onClose={close} />}
      {doing?.what === "many" && <InviteMany onClose={close} />}
      {doing?.what === "service" && <AddService onClose={close} />}
    </Page>
  );
}

function TurnoutCard() {
  const { t } = useText();
  const turnout = useTurnout().data;
  if (turnout === undefined) return null;
  const { ballotCount, rollCount } = turnout;
  const sentence = t("people.turnout.is", { voted: ballotCount, all: rollCount });
  return (
    <Card title={t("people.turnout")}>
      <p role="status">{sentence}</p>
      <progress
        className="progress"
        aria-label={t("people.turnout")}
        max={Math.max(rollCount, 1)}
        value={ballotCount}
      />
    </Card>
  );
}
