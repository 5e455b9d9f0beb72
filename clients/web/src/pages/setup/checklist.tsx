import { InvitationState } from "@gen/plenum/deliberation/v1/access_pb";
import { MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { ReactNode } from "react";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import {
  useCriteria,
  useDocuments,
  useInvitations,
  useMeasures,
  useMembers,
} from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Link } from "@/ui/link";
import { Card } from "@/ui/page";
import { methodName } from "./method_labels";
import { valuesOfRules } from "./rules_model";
import { votersWeights } from "./secrecy_warnings";

type State = "done" | "todo" | "optional" | "default";

interface Item {
  to: string;
  label: string;
  state: State;
  about: string;
}

const TONE = { done: "good", todo: "warn", optional: "plain", default: "plain" } as const;
const LEAST_OPTIONS = 2;

/** What a vote needs and what of it is there, each with the way to it. */
export function Checklist() {
  const { t, number } = useText();
  const items = useItems();
  const needed = items.filter(({ state }) => state === "done" || state === "todo");
  const done = needed.filter(({ state }) => state === "done").length;
  return (
    <Card
      title={t("setup.ready")}
      actions={<span className="hint">{t("setup.ready.count", { done, all: needed.length })}</span>}
    >
      <ol className="checklist" aria-label={t("setup.ready")}>
        {items.map(({ to, label, state, about }, index) => (
          <li key={to} data-state={state}>
            <span className="checklist-mark" aria-hidden="true">
              {state === "done" ? "✓" : number(index + 1)}
            </span>
            <div>
              <CheckLink to={to}>{label}</CheckLink>
              <p className="hint">{about}</p>
            </div>
            <Badge tone={TONE[state]}>{t(`setup.state.${state}`)}</Badge>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function CheckLink(props: { to: string; children: ReactNode }) {
  if (!props.to.startsWith("#")) {
    return (
      <Link to={props.to} className="card-link">
        {props.children}
      </Link>
    );
  }
  return (
    <a href={props.to} className="card-link">
      {props.children}
    </a>
  );
}

function useItems(): Item[] {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  const documents = useDocuments().data?.length ?? 0;
  const measures = (useMeasures().data ?? []).filter(({ state }) => state === MeasureState.ACTIVE);
  const left = measures.filter(({ accepted }) => !accepted).length;
  const criteria = useCriteria().data?.length ?? 0;
  const voters = votersWeights(useMembers().data ?? []).length;
  const open = (useInvitations().data ?? []).filter(
    ({ state }) => state === InvitationState.OPEN,
  ).length;
  const { plan, plannedRules } = deliberation;
  const ends = plan.filter(({ endTime }) => endTime !== undefined).length;
  return [
    {
      to: "/documents",
      label: t("setup.documents"),
      state: documents > 0 ? "done" : measures.length > 0 ? "optional" : "todo",
      about:
        documents > 0 ? t("setup.documents.has", { count: documents }) : t("setup.documents.none"),
    },
    {
      to: "/measures",
      label: t("setup.measures"),
      state: measures.length >= LEAST_OPTIONS && left === 0 ? "done" : "todo",
      about:
        measures.length >= LEAST_OPTIONS
          ? t("setup.measures.has", { count: measures.length, left })
          : t("setup.measures.none"),
    },
    {
      to: "/criteria",
      label: t("setup.criteria"),
      state: criteria > 0 ? "done" : "optional",
      about: criteria > 0 ? t("setup.criteria.has", { count: criteria }) : t("setup.criteria.none"),
    },
    {
      to: "/people",
      label: t("setup.people"),
      state: voters + open > 1 ? "done" : "todo",
      about:
        voters > 1 ? t("setup.people.has", { voters, open }) : t("setup.people.none", { open }),
    },
    {
      to: "#plan",
      label: t("setup.plan"),
      state: plan.length > 0 ? "done" : "optional",
      about:
        plan.length > 0 ? t("setup.plan.has", { count: plan.length, ends }) : t("setup.plan.none"),
    },
    {
      to: "#rules",
      label: t("setup.rules"),
      state: plannedRules ? "done" : "default",
      about: t(methodName(valuesOfRules(plannedRules).method)),
    },
  ];
}
