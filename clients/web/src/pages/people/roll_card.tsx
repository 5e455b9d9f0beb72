import { type Member, Role, Scope } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { memo, useMemo, useState } from "react";
import { useText } from "@/i18n";
import { votersWeights } from "@/pages/setup/secrecy_warnings";
import { useDeliberation } from "@/state/deliberation";
import { ROLE_LABEL } from "@/state/labels";
import { useMembers } from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Loading } from "@/ui/loading";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { MemberLink, RevokeMember } from "./member_sign_in";
import { nameSkeleton } from "./names";

/** With more there is a field to find a name. */
const MANY = 12;

type Doing = { what: "link" | "revoke"; member: Member } | null;

/** Everybody on the roll. */
export function RollCard() {
  const { t } = useText();
  const { leads, me } = useDeliberation();
  const members = useMembers();
  const [wanted, setWanted] = useState("");
  const [doing, setDoing] = useState<Doing>(null);
  const list = members.data;
  const shown = useMemo(() => {
    const skeleton = nameSkeleton(wanted);
    return (list ?? []).filter(({ displayName }) => nameSkeleton(displayName).includes(skeleton));
  }, [list, wanted]);
  if (members.isPending) return <Loading />;
  if (list === undefined) {
    return <ProblemNote problem={members.error} onRetry={() => void members.refetch()} />;
  }
  const weighted = list.some(({ weight }) => weight > 1);
  return (
    <Card
      title={t("people.roll")}
      actions={
        <span className="hint">{t("people.voters", { count: votersWeights(list).length })}</span>
      }
    >
      {list.length > MANY && (
        <Field label={t("people.search")}>
          <input
            type="search"
            className="short-number"
            dir="auto"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        </Field>
      )}
      {shown.length === 0 ? (
        <p role="status">{t("people.none")}</p>
      ) : (
        <div className="scrolled">
          <table className="roll">
            <caption className="visually-hidden">{t("people.roll.caption")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("people.name")}</th>
                <th scope="col">{t("people.role")}</th>
                {weighted && (
                  <th scope="col" className="number">
                    {t("people.weight")}
                  </th>
                )}
                <th scope="col">{t("people.joined")}</th>
                {leads && <th scope="col">{t("people.actions")}</th>}
              </tr>
            </thead>
            <tbody>
              {shown.map((member) => (
                <MemberRow
                  key={member.name}
                  member={member}
                  isMe={member.name === me.member}
                  weighted={weighted}
                  onDo={leads ? setDoing : undefined}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {doing?.what === "link" && (
        <MemberLink member={doing.member} onClose={() => setDoing(null)} />
      )}
      {doing?.what === "revoke" && (
        <RevokeMember member={doing.member} onClose={() => setDoing(null)} />
      )}
    </Card>
  );
}

const MemberRow = memo(function MemberRow(props: {
  member: Member;
  isMe: boolean;
  weighted: boolean;
  onDo: ((doing: Doing) => void) | undefined;
}) {
  const { t, date, number } = useText();
  const { member, onDo } = props;
  const name = member.displayName;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi> {props.isMe && <Badge tone="accent">{t("app.you")}</Badge>}
      </th>
      <td>
        {t(ROLE_LABEL[member.role])}
        {member.role === Role.SERVICE && member.scopes.includes(Scope.PROPOSE) && (
          <span className="hint"> {t("people.propose")}</span>
        )}
      </td>
      {props.weighted && (
        <td className="number" data-label={t("people.weight")}>
          {number(member.weight || 1)}
        </td>
      )}
      <td className="when" data-label={t("people.joined")}>
        {date(member.createTime)}
      </td>
      {onDo && (
        <td>
          <div className="actions">
            <Button
              className="button-small"
              aria-label={`${t("member.link")}: ${name}`}
              onClick={() => onDo({ what: "link", member })}
            >
              {t("member.link")}
            </Button>
            <Button
              className="button-small"
              kind="quiet"
              aria-label={`${t("member.revoke")}: ${name}`}
              onClick={() => onDo({ what: "revoke", member })}
            >
              {t("member.revoke")}
            </Button>
          </div>
        </td>
      )}
    </tr>
  );
});
