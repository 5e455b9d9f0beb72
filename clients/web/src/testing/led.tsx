// A deliberation service in memory that a facilitator leads: versions, phases and what would be
// frozen. What other facilitators do is played with `changeAs`.
import { clone, create } from "@bufbuild/protobuf";
import { Code, type ConnectRouter, createRouterTransport } from "@connectrpc/connect";
import { AccessService } from "@gen/plenum/deliberation/v1/access_pb";
import {
  type AdvanceDeliberationRequest,
  type Deliberation,
  DeliberationSchema,
  DeliberationService,
  type Member,
  MemberSchema,
  OptionSchema,
  Phase,
  type PreviewOpeningResponse,
  PreviewOpeningResponseSchema,
  Role,
  type UpdateDeliberationRequest,
  VotingRulesSchema,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import {
  IngestionService,
  type Measure,
  MeasureSchema,
  MeasureState,
} from "@gen/plenum/ingestion/v1/ingestion_pb";
import { type Criterion, ScoringService } from "@gen/plenum/scoring/v1/scoring_pb";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { clientsOver } from "@/api/clients";
import { type DeliberationContext, DeliberationContextProvider } from "@/state/deliberation";
import { makeContext, renderOnPage } from "./page";
import { refusal, staleEtag } from "./refuse";

export const NAME = "deliberations/d";

export function member(id: string, role = Role.MEMBER, weight = 1): Member {
  const displayName = id.charAt(0).toUpperCase() + id.slice(1);
  return create(MemberSchema, { name: `${NAME}/members/${id}`, displayName, role, weight });
}

export function measure(id: string, given: Partial<Measure> = {}): Measure {
  const of = { name: `${NAME}/measures/${id}`, title: `Measure ${id}`, state: MeasureState.ACTIVE };
  return Object.assign(create(MeasureSchema, { ...of, accepted: true }), given);
}

export class LedServer {
  deliberation: Deliberation = create(DeliberationSchema, {
    name: NAME,
    title: "How should the alliance be recalibrated?",
    phase: Phase.DRAFT,
    etag: "1",
  });
  members: Member[] = [member("ana", Role.FACILITATOR)];
  measures: Measure[] = [measure("a"), measure("b")];
  criteria: Criterion[] = [];
  warnings: string[] = [];
  readonly updates: UpdateDeliberationRequest[] = [];
  readonly steps: AdvanceDeliberationRequest[] = [];
  /** What the calls that come next fail with, one each, before they do anything; nothing: not. */
  readonly failures: (Error | undefined)[] = [];
  /** More methods by `rpc`, and others in the place of these. */
  more: (router: ConnectRouter) => void = () => undefined;

  /** What another facilitator saves. */
  changeAs(change: Partial<Deliberation>): void {
    const etag = String(Number(this.deliberation.etag) + 1);
    this.deliberation = Object.assign(clone(DeliberationSchema, this.deliberation), change, {
      etag,
    });
  }

  preview(): PreviewOpeningResponse {
    const voters = this.members.filter(
      ({ role }) => role === Role.MEMBER || role === Role.FACILITATOR,
    );
    const weights = voters.map(({ weight }) => weight || 1);
    const active = this.measures.filter(({ state }) => state === MeasureState.ACTIVE);
    if (active.length < 2) {
      throw refusal(Code.FailedPrecondition, "NOT_READY", "a vote needs 2 measures");
    }
    const rules = clone(
      VotingRulesSchema,
      this.deliberation.plannedRules ?? create(VotingRulesSchema, { decision: 1, version: 1 }),
    );
    rules.options = active.map(({ name, title }, index) =>
      create(OptionSchema, { measure: name, title, number: index + 1 }),
    );
    return create(PreviewOpeningResponseSchema, {
      rules,
      rollCount: voters.length,
      rollWeight: BigInt(weights.reduce((sum, weight) => sum + weight, 0)),
      warnings: this.warnings,
    });
  }

  private fail(): void {
    const failure = this.failures.shift();
    if (failure) throw failure;
  }

  private update(request: UpdateDeliberationRequest) {
    const { deliberation: given, updateMask } = request;
    this.updates.push(request);
    this.fail();
    if (given === undefined || given.etag !== this.deliberation.etag) throw staleEtag();
    const change: Partial<Deliberation> = {};
    for (const path of updateMask?.paths ?? []) {
      if (path === "title") change.title = given.title;
      if (path === "description") change.description = given.description;
      if (path === "plan") change.plan = given.plan;
      if (path === "planned_rules" && given.plannedRules) change.plannedRules = given.plannedRules;
    }
    this.changeAs(change);
    return { deliberation: clone(DeliberationSchema, this.deliberation) };
  }

  private advance(request: AdvanceDeliberationRequest) {
    this.steps.push(request);
    this.fail();
    if (request.etag !== this.deliberation.etag) throw staleEtag();
    this.changeAs({ phase: request.phase });
    return { deliberation: clone(DeliberationSchema, this.deliberation) };
  }

  context(given: Partial<DeliberationContext> = {}): DeliberationContext {
    const transport = createRouterTransport((router) => {
      router.service(DeliberationService, {
        getDeliberation: () => ({ deliberation: clone(DeliberationSchema, this.deliberation) }),
        updateDeliberation: (request) => this.update(request),
        advanceDeliberation: (request) => this.advance(request),
        previewOpening: () => this.preview(),
        listMembers: () => ({ members: this.members }),
        getTurnout: () => ({ rollCount: this.members.length, ballotCount: 1 }),
      });
      router.service(AccessService, { listInvitations: () => ({}) });
      router.service(IngestionService, {
        listMeasures: () => ({ measures: this.measures }),
        listDocuments: () => ({}),
        listSuggestions: () => ({}),
      });
      router.service(ScoringService, { listCriteria: () => ({ criteria: this.criteria }) });
      this.more(router);
    });
    return makeContext({
      clients: clientsOver(transport),
      deliberation: this.deliberation,
      ...given,
    });
  }
}

/** Brings the deliberation as the cache has it, as the page does. */
function Living(props: { context: DeliberationContext; children: ReactNode }) {
  const { context } = props;
  const deliberation = useQuery({
    queryKey: [context.id, "deliberation"],
    queryFn: async () =>
      (await context.clients.deliberation.getDeliberation({ name: NAME })).deliberation ?? null,
    initialData: context.deliberation,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const now = { ...context, deliberation: deliberation.data ?? context.deliberation };
  return <DeliberationContextProvider value={now}>{props.children}</DeliberationContextProvider>;
}

export function renderLed(
  server: LedServer,
  element: ReactNode,
  given: Partial<DeliberationContext> = {},
) {
  const context = server.context(given);
  const rendered = renderOnPage(<Living context={context}>{element}</Living>);
  return {
    ...rendered,
    /** An event of the live stream came. */
    heardOfChange: () => rendered.cache.invalidateQueries({ queryKey: ["d", "deliberation"] }),
  };
}
