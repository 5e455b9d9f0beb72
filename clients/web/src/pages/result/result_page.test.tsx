import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@gen/google/rpc/error_details_pb";
import { ArgumentService, Side } from "@gen/plenum/deliberation/v1/argument_pb";
import {
  DeliberationSchema,
  DeliberationService,
  Phase,
  type Result,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { IngestionService } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { ScoringService } from "@gen/plenum/scoring/v1/scoring_pb";
import { CheckRobustnessResponseSchema, TallyService } from "@gen/plenum/tally/v1/tally_pb";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { Route } from "wouter";
import { makeContext, renderOnPage } from "@/testing/page";
import ResultPage from ".";
import { recordedVote } from "./testing/votes";

const vote = recordedVote();
const name = vote.result.name.split("/").slice(0, 2).join("/");
const FIRST = "Reduce forward-deployed troops by a third";

interface Served {
  phase?: Phase;
  result?: Result;
  refused?: string;
  decisions?: number;
  plan?: { phase: Phase; endTime: { seconds: bigint; nanos: number } }[];
  path?: string;
}

function show(served: Served = {}) {
  const asked: string[] = [];
  const transport = createRouterTransport(({ service }) => {
    service(DeliberationService, {
      getResult: (request) => {
        asked.push(request.name);
        if (served.refused) {
          throw new ConnectError("not yet", Code.FailedPrecondition, undefined, [
            { desc: ErrorInfoSchema, value: { reason: served.refused, domain: "plenum" } },
          ]);
        }
        return { result: served.result ?? vote.result };
      },
      listLogEntries: () => ({ entries: vote.entries }),
      getCheckpoint: () => ({ checkpoint: vote.checkpoint }),
      listMembers: () => ({ members: [{ name: `${name}/members/ben`, displayName: "Ben" }] }),
    });
    service(ArgumentService, {
      listArguments: () => ({
        arguments: [
          {
            name: `${name}/arguments/a1`,
            measure: vote.result.rules?.options.find(({ title }) => title === FIRST)?.measure ?? "",
            side: Side.CON,
            text: "Allies will read it as leaving.",
            author: `${name}/members/ben`,
          },
        ],
      }),
    });
    service(IngestionService, { listMeasures: () => ({}), listDocuments: () => ({}) });
    service(ScoringService, {
      getRound: () => ({ round: { number: 1 }, scoresVisible: true }),
      listCriteria: () => ({}),
      getAgenda: () => ({}),
    });
    service(TallyService, {
      checkRobustness: () =>
        create(CheckRobustnessResponseSchema, {
          outcomes: [{ method: 1, ranking: [{ position: 1, options: [1] }] }],
          options: [{ option: 1, bestPlace: 1, worstPlace: 1, places: [20] }],
          samples: 20,
          seed: "report",
          margin: {
            atLeast: 1n,
            upperBound: { case: "atMost", value: 1n },
            successor: { case: "rival", value: 3 },
            exact: true,
          },
        }),
    });
  });
  const base = makeContext({ id: "d", name });
  const context = makeContext({
    id: "d",
    name,
    deliberation: create(DeliberationSchema, {
      name,
      title: "How should the alliance be recalibrated?",
      phase: served.phase ?? Phase.CLOSED,
      decisionCount: served.decisions ?? 1,
      plan: served.plan ?? [],
    }),
    clients: {
      ...base.clients,
      deliberation: createClient(DeliberationService, transport),
      argument: createClient(ArgumentService, transport),
      ingestion: createClient(IngestionService, transport),
      scoring: createClient(ScoringService, transport),
      tally: createClient(TallyService, transport),
    },
  });
  const page = renderOnPage(<Route path="/result/:decision?" component={ResultPage} />, {
    context,
    path: served.path ?? "/result",
  });
  return { ...page, asked };
}

test("the page tells a decision from the verdict down to how it is checked", async () => {
  show();
  expect(
    await screen.findByRole("heading", { level: 2, name: /Reduce forward-deployed.* comes first/ }),
  ).toBeTruthy();
  expect(screen.getByText("The decision stands.")).toBeTruthy();
  expect(
    screen.getByText(/The quorum of 50% of the people was met: 8 of 9 voted, 5 were needed\./),
  ).toBeTruthy();
  const turnout = screen.getByRole("region", { name: "Turnout" });
  expect(turnout.textContent).toContain("8 of 9 people voted. 1 ballot ranks nothing.");
  const places = screen.getByRole("region", { name: "The ranking" });
  expect(within(places).getAllByRole("link")).toHaveLength(5);
  expect(within(places).getByText(/It beats every other measure head to head/)).toBeTruthy();
  const headings = screen.getAllByRole("heading", { level: 2 }).map((h) => h.textContent);
  expect(headings.slice(1)).toEqual([
    "The ranking",
    "Turnout",
    "Duels",
    "How it was counted",
    "Beside the criteria",
    "How far to rely on it",
    "Where people disagree",
    "Minority report",
    "What moved people",
    "How ties fell",
    "Check it",
    "Take it along",
  ]);
});

test("robustness and the minority's arguments are told in sentences", async () => {
  show();
  expect(await screen.findByText(/1 changed ballot would move the first place, to /)).toBeTruthy();
  expect(await screen.findByText("Allies will read it as leaving.")).toBeTruthy();
  expect(await screen.findByText(/Against “.*Reduce forward.*”, by Ben/)).toBeTruthy();
});

test("a duel is told in a sentence when its field has the focus, and arrows move on", async () => {
  show();
  const grid = await screen.findByRole("grid");
  const user = userEvent.setup();
  const cells = within(grid).getAllByRole("gridcell");
  expect(cells).toHaveLength(25);
  expect(cells.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
  cells[1]?.focus();
  expect(await screen.findByText(/beats .*: 4 votes prefer it, 3 prefer the other/)).toBeTruthy();
  await user.keyboard("{ArrowDown}{ArrowLeft}");
  expect(document.activeElement).toBe(cells[5]);
  expect(
    await screen.findByText(/loses to .*: 3 votes prefer it, 4 prefer the other/),
  ).toBeTruthy();
  expect(cells.filter(({ tabIndex }) => tabIndex === 0)).toEqual([cells[5]]);
  await user.keyboard("{ArrowLeft}");
  expect(document.activeElement).toBe(cells[5]);
});

test("several votes can be gone to, and each has its own address", async () => {
  const { asked } = show({ decisions: 2, path: "/result/1" });
  const chooser = await screen.findByRole("combobox", { name: "Vote" });
  expect((chooser as HTMLSelectElement).value).toBe("1");
  expect(asked).toEqual([`${name}/results/1`]);
  await userEvent.setup().selectOptions(chooser, "2");
  await waitFor(() => expect(asked).toContain(`${name}/results/2`));
});

test("a result that is not published yet says when it will be", async () => {
  const seconds = BigInt(Date.UTC(2027, 0, 2, 3, 4) / 1000);
  show({
    refused: "WRONG_PHASE",
    plan: [{ phase: Phase.CLOSED, endTime: { seconds, nanos: 0 } }],
  });
  expect(
    await screen.findByText(/The vote is closed\. The result is published at Jan 2, 2027/),
  ).toBeTruthy();
});

test.each([
  [Phase.CLOSED, /The facilitator has not published the result yet\./],
  [Phase.VOTING, /The vote is open\. The result is there when it is closed\./],
  [Phase.SCORING, /There has been no vote yet\./],
])("without a result the page says what it waits for (phase %s)", async (phase, words) => {
  show({ phase, refused: "WRONG_PHASE" });
  expect(await screen.findByText(words)).toBeTruthy();
});
