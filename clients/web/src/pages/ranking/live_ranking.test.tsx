import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { DeliberationService, Phase, Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { IngestionService } from "@gen/plenum/ingestion/v1/ingestion_pb";
import {
  type CriteriaRanking,
  CriteriaRankingSchema,
  GroupRule,
  RankingCauseKind,
  ScoringService,
  type WatchRankingResponse,
  WatchRankingResponseSchema,
  WeightRule,
} from "@gen/plenum/scoring/v1/scoring_pb";
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { makeContext, renderOnPage } from "@/testing/page";
import RankingPage from "./index";
import { afterMessage, CONNECTING } from "./live_ranking";

const MEASURES = ["Harden bases", "Reduce troops"];

function ranking(order: number[], totals: number[]): CriteriaRanking {
  return create(CriteriaRankingSchema, {
    memberCount: 3,
    options: { groupRule: GroupRule.MEAN, weightRule: WeightRule.CRITERIA },
    measures: order.map((measure, index) => ({
      measure: `deliberations/d/measures/m${measure}`,
      title: MEASURES[measure] ?? "",
      position: index + 1,
      bestPosition: index + 1,
      worstPosition: index + 1,
      total: totals[index] ?? 0,
      contributions: [
        {
          criterion: "deliberations/d/criteria/c1",
          weight: 1,
          value: totals[index] ?? 0,
          contribution: totals[index] ?? 0,
          scoreCount: 3,
        },
      ],
    })),
  });
}

const first = create(WatchRankingResponseSchema, {
  resumeToken: "t1",
  version: 1n,
  ranking: ranking([0, 1], [0.7, 0.6]),
});
const second = create(WatchRankingResponseSchema, {
  resumeToken: "t2",
  version: 2n,
  causes: [{ kind: RankingCauseKind.SCORES_SET, actor: "deliberations/d/members/ben" }],
  changes: [
    {
      measure: "deliberations/d/measures/m1",
      title: "Reduce troops",
      oldPosition: 2,
      newPosition: 1,
      oldTotal: 0.6,
      newTotal: 0.8,
    },
  ],
  ranking: ranking([1, 0], [0.8, 0.7]),
});

interface Served {
  visible?: boolean;
  role?: Role;
  watch?: (resumeToken: string) => AsyncIterable<WatchRankingResponse>;
}

function show({ visible = true, role = Role.MEMBER, watch }: Served) {
  const transport = createRouterTransport(({ service }) => {
    service(ScoringService, {
      getRound: () => ({ round: { number: 2 }, scoresVisible: visible }),
      listCriteria: () => ({
        criteria: [{ name: "deliberations/d/criteria/c1", title: "Deterrence" }],
      }),
      watchRanking: ({ resumeToken }) => watch?.(resumeToken) ?? endless(),
      evaluateRanking: () => ({ ranking: ranking([0, 1], [0.7, 0.6]) }),
      getAgenda: () => ({}),
      auditRanking: () => ({}),
      explainRanking: () => ({}),
      analyzeSensitivity: () => ({}),
      listMethods: () => ({}),
    });
    service(DeliberationService, {
      listMembers: () => ({
        members: [{ name: "deliberations/d/members/ben", displayName: "Ben" }],
      }),
    });
    service(IngestionService, { listMeasures: () => ({}) });
  });
  const base = makeContext();
  const context = makeContext({
    leads: role === Role.FACILITATOR,
    votes: true,
    me: { ...base.me, role },
    deliberation: { ...base.deliberation, phase: Phase.SCORING },
    clients: {
      ...base.clients,
      scoring: createClient(ScoringService, transport),
      deliberation: createClient(DeliberationService, transport),
      ingestion: createClient(IngestionService, transport),
    },
  });
  return renderOnPage(<RankingPage />, { context });
}

async function* endless(...messages: WatchRankingResponse[]) {
  yield* messages;
  await new Promise(() => undefined);
}

const titles = () =>
  [...screen.getByRole("list", { name: "Ranking by the criteria" }).querySelectorAll("bdi")].map(
    ({ textContent }) => textContent,
  );

test("what changes is told with its cause, and the list follows", async () => {
  show({ watch: () => endless(first, second) });
  await waitFor(() => expect(titles()).toEqual(["Reduce troops", "Harden bases"]));
  expect(await screen.findByText(/Ben.* entered scores\./)).toBeTruthy();
  expect(screen.getByText(/rises from place 2 to 1 \(0\.6 → 0\.8\)\./)).toBeTruthy();
  expect(screen.getByText("▲ 1 place up")).toBeTruthy();
});

test("a stream that breaks is gone on with from its last token", async () => {
  const asked: string[] = [];
  show({
    watch: (resumeToken) => {
      asked.push(resumeToken);
      if (resumeToken === "") {
        return (async function* () {
          yield first;
          throw new ConnectError("cut", Code.Unavailable);
        })();
      }
      return endless(second);
    },
  });
  await waitFor(() => expect(titles()[0]).toBe("Reduce troops"), { timeout: 5_000 });
  expect(asked).toEqual(["", "t1"]);
});

test("a refusal ends the stream, and is explained", async () => {
  let asked = 0;
  show({
    watch: () => {
      asked++;
      throw new ConnectError("nothing was scored", Code.FailedPrecondition);
    },
  });
  expect(await screen.findByText("nothing was scored")).toBeTruthy();
  expect(asked).toBe(1);
});

test("a member sees why the ranking is sealed, and where to score", async () => {
  show({ visible: false });
  expect(await screen.findByText(/Sealed\./)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Enter scores" }).getAttribute("href")).toBe("/scores");
});

test("a facilitator sees the sealed ranking, and nothing that tells members apart", async () => {
  show({ visible: false, role: Role.FACILITATOR });
  await waitFor(() => expect(titles()).toEqual(["Harden bases", "Reduce troops"]));
  expect(screen.getByText(/only facilitators see this ranking/)).toBeTruthy();
  expect(screen.queryByText("What to talk about")).toBeNull();
  expect(screen.queryByText("Why is one above the other?")).toBeNull();
});

test("a sign of life changes nothing", () => {
  const watched = afterMessage(afterMessage(CONNECTING, first), second);
  const after = afterMessage(watched, create(WatchRankingResponseSchema, { resumeToken: "t3" }));
  expect(after.ranking).toBe(watched.ranking);
  expect(after.steps).toHaveLength(1);
});

test("a ranking that has nothing to rank by any more is empty", () => {
  const emptied = create(WatchRankingResponseSchema, {
    causes: [{ kind: RankingCauseKind.MEASURES_CHANGED }],
  });
  expect(afterMessage(afterMessage(CONNECTING, first), emptied).ranking).toBeNull();
});
