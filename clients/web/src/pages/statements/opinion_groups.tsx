// Which groups of opinion there are, what each holds, what all share and what divides them, as far as
// the server releases it.
//
//   <OpinionGroups />                      fetches them; within a deliberation
//   <OpinionGroupsView groups={groups} />  shows what was fetched
import {
  type AnswerCounts,
  type DividingStatement,
  OpinionBasis,
  type OpinionGroup,
  type OpinionGroups as Opinions,
  type SharedStatement,
  StatementVote,
} from "@gen/plenum/deliberation/v1/opinion_pb";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { type MessageId, type Text, useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Loading } from "@/ui/loading";
import { ProblemNote } from "@/ui/problem_note";
import { VOTE_LABEL } from "./vote_buttons";
import "./opinion_groups.css";

/** Answers make no event in the deliberation's stream. */
const LOOK_AGAIN_MS = 30_000;

/** Kaufman and Rousseeuw (1990) call a mean silhouette from 0.51 a reasonable structure, from 0.71 a strong one. */
const REASONABLE = 0.51;
const STRONG = 0.71;

type HeadingLevel = "h3" | "h4";

export function OpinionGroups(props: { heading?: HeadingLevel }) {
  const { id, name, clients, votes } = useDeliberation();
  const groups = useQuery({
    queryKey: keyOf(id, "opinions"),
    queryFn: async () =>
      (await clients.opinion.getOpinionGroups({ name: `${name}/opinionGroups` })).opinionGroups ??
      null,
    refetchInterval: LOOK_AGAIN_MS,
  });
  if (groups.isPending) return <Loading />;
  if (!groups.data) {
    return <ProblemNote problem={groups.error} onRetry={() => void groups.refetch()} />;
  }
  return (
    <OpinionGroupsView
      groups={groups.data}
      mayAnswer={votes}
      {...(props.heading && { heading: props.heading })}
    />
  );
}

export function OpinionGroupsView(props: {
  groups: Opinions;
  /** The reader is one who can be counted. */
  mayAnswer?: boolean;
  heading?: HeadingLevel;
}) {
  const { t } = useText();
  const { groups, mayAnswer = false } = props;
  const Heading = props.heading ?? "h3";
  const left = groups.answersNeeded - groups.ownAnswers;
  const parted = groups.groups.length > 1;
  const released = groups.basis !== OpinionBasis.TOO_FEW;
  return (
    <div className="opinions stack">
      <Standing groups={groups} />
      {mayAnswer && left > 0 && (
        <p className="hint">
          {t("opinions.own.left", { own: groups.ownAnswers, needed: groups.answersNeeded })}
        </p>
      )}
      {parted &&
        groups.groups.map((group) => (
          <Group
            key={group.number}
            group={group}
            isOwn={group.number === groups.ownGroup}
            heading={Heading}
          />
        ))}
      {released && (
        <>
          <Heading>{t(parted ? "opinions.shared" : "opinions.shared.most")}</Heading>
          <Shared shared={groups.shared} parted={parted} />
          <Heading>{t("opinions.dividing")}</Heading>
          <Dividing dividing={groups.dividing} parted={parted} />
          <p className="hint">{t("opinions.still")}</p>
        </>
      )}
    </div>
  );
}

/** How many people there are, and how they part. */
function Standing({ groups }: { groups: Opinions }) {
  const { t, number } = useText();
  const { people, silhouette } = groups;
  if (groups.basis === OpinionBasis.PAIRS) return <Pairs groups={groups} />;
  if (groups.basis !== OpinionBasis.GROUPS) {
    return <p>{t("opinions.fewPeople", { people, needed: groups.peopleForPairs })}</p>;
  }
  if (groups.groups.length < 2) return <p>{t("opinions.oneGroup", { people })}</p>;
  const clear: MessageId =
    silhouette >= STRONG
      ? "opinions.clear"
      : silhouette >= REASONABLE
        ? "opinions.parted"
        : "opinions.faint";
  return (
    <>
      <p>{t("opinions.groups", { people, groups: groups.groups.length })}</p>
      <p className={silhouette >= REASONABLE ? "hint" : "note note-warn"}>
        {t(clear)} {t("opinions.silhouette", { value: number(silhouette) })}
      </p>
      <Sizes groups={groups.groups} />
    </>
  );
}

/** The sizes of the groups beside each other; the same is said in words at each group. */
function Sizes({ groups }: { groups: readonly OpinionGroup[] }) {
  return (
    <div className="opinion-sizes" aria-hidden="true">
      {groups.map(({ number, size }) => (
        <span key={number} className={`opinion-size opinion-${number}`} style={{ flexGrow: size }}>
          {number}
        </span>
      ))}
    </div>
  );
}

function Pairs({ groups }: { groups: Opinions }) {
  const { t, percent } = useText();
  const { agreement } = groups;
  const own = agreement?.own;
  return (
    <>
      <p>{t("opinions.pairs", { people: groups.people, needed: groups.peopleForGroups })}</p>
      {agreement && <p>{t("opinions.pairs.mean", { percent: percent(agreement.mean) })}</p>}
      {own && (
        <p>
          {t("opinions.pairs.own", {
            others: own.others,
            percent: percent(own.mean),
            near: own.near,
            between: own.between,
            far: own.far,
          })}
        </p>
      )}
    </>
  );
}

function shareWords(counts: AnswerCounts | undefined, vote: StatementVote, t: Text["t"]): string {
  if (counts === undefined) return "";
  const part = vote === StatementVote.AGREE ? counts.agree : counts.disagree;
  return t("opinions.share", { part, all: counts.agree + counts.disagree + counts.pass });
}

function groupLabel(index: number, parted: boolean, t: Text["t"]): string {
  return parted ? t("opinions.group", { number: index + 1 }) : t("opinions.everybody");
}

function Says({ vote }: { vote: StatementVote }) {
  const { t } = useText();
  return <Badge tone={vote === StatementVote.AGREE ? "good" : "warn"}>{t(VOTE_LABEL[vote])}</Badge>;
}

function StatementCell(props: { number: number; text: string }) {
  const { number } = useText();
  return (
    <th scope="row">
      <span className="hint">{number(props.number)}.</span> <bdi>{props.text}</bdi>
    </th>
  );
}

function Group(props: { group: OpinionGroup; isOwn: boolean; heading: HeadingLevel }) {
  const { t } = useText();
  const { group, isOwn, heading: Heading } = props;
  return (
    <section className={`opinion-group opinion-${group.number} stack`}>
      <Heading>
        {t("opinions.group", { number: group.number })}
        {": "}
        {t("opinions.group.size", { people: group.size })}{" "}
        {isOwn && <Badge tone="accent">{t("opinions.group.yours")}</Badge>}
      </Heading>
      {group.representative.length === 0 ? (
        <p>{t("opinions.group.nothing")}</p>
      ) : (
        <Scrolled label={t("opinions.group.caption", { number: group.number })}>
          <thead>
            <tr>
              <th scope="col">{t("opinions.statement")}</th>
              <th scope="col">{t("opinions.says")}</th>
              <th scope="col">{t("opinions.inGroup")}</th>
              <th scope="col">{t("opinions.others")}</th>
            </tr>
          </thead>
          <tbody>
            {group.representative.map((found) => (
              <tr key={found.statement}>
                <StatementCell number={found.number} text={found.text} />
                <td data-label={t("opinions.says")}>
                  <Says vote={found.vote} />
                </td>
                <td data-label={t("opinions.inGroup")}>{shareWords(found.group, found.vote, t)}</td>
                <td data-label={t("opinions.others")}>{shareWords(found.others, found.vote, t)}</td>
              </tr>
            ))}
          </tbody>
        </Scrolled>
      )}
    </section>
  );
}

function Shared(props: { shared: readonly SharedStatement[]; parted: boolean }) {
  const { t } = useText();
  const { shared, parted } = props;
  const first = shared[0];
  if (first === undefined) return <p>{t("opinions.shared.none")}</p>;
  return (
    <Scrolled label={t("opinions.shared.caption")}>
      <thead>
        <tr>
          <th scope="col">{t("opinions.statement")}</th>
          <th scope="col">{t("opinions.says")}</th>
          <GroupHeads count={first.groups.length} parted={parted} />
        </tr>
      </thead>
      <tbody>
        {shared.map((found) => (
          <tr key={found.statement}>
            <StatementCell number={found.number} text={found.text} />
            <td data-label={t("opinions.says")}>
              <Says vote={found.vote} />
            </td>
            {found.groups.map((counts, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
              <td key={index} data-label={groupLabel(index, parted, t)}>
                {shareWords(counts, found.vote, t)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Scrolled>
  );
}

function Dividing(props: { dividing: readonly DividingStatement[]; parted: boolean }) {
  const { t } = useText();
  const { dividing, parted } = props;
  const first = dividing[0];
  if (first === undefined) return <p>{t("opinions.dividing.none")}</p>;
  return (
    <Scrolled label={t("opinions.dividing.caption")}>
      <thead>
        <tr>
          <th scope="col">{t("opinions.statement")}</th>
          <GroupHeads count={first.groups.length} parted={parted} />
        </tr>
      </thead>
      <tbody>
        {dividing.map((found) => (
          <tr key={found.statement}>
            <StatementCell number={found.number} text={found.text} />
            {found.groups.map(({ agree, disagree }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
              <td key={index} data-label={groupLabel(index, parted, t)}>
                {t("opinions.dividing.cell", { agree, disagree })}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Scrolled>
  );
}

function GroupHeads(props: { count: number; parted: boolean }) {
  const { t } = useText();
  return Array.from({ length: props.count }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
    <th key={index} scope="col">
      {groupLabel(index, props.parted, t)}
    </th>
  ));
}

function Scrolled(props: { label: string; children: React.ReactNode }) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scrolled" tabIndex={0} aria-labelledby={id}>
      <table className="opinion-table">
        <caption id={id} className="visually-hidden">
          {props.label}
        </caption>
        {props.children}
      </table>
    </section>
  );
}
