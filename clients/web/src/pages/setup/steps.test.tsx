import { create } from "@bufbuild/protobuf";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import {
  Phase,
  PlannedPhaseSchema,
  Secrecy,
  VotingRulesSchema,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { CriterionSchema } from "@gen/plenum/scoring/v1/scoring_pb";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { LedServer, measure, member, renderLed } from "@/testing/led";
import { refusal } from "@/testing/refuse";
import PhaseControls from "./phase_controls";

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole("button", { name }));

function crowd(count: number) {
  return Array.from({ length: count }, (_, index) => member(`m${index}`));
}

describe("a step", () => {
  test("says what it does, and is done when that is confirmed", async () => {
    const server = new LedServer();
    server.criteria = [create(CriterionSchema, { name: "deliberations/d/criteria/c", title: "C" })];
    server.members.push(member("ben"));
    renderLed(server, <PhaseControls />);
    await press("Go on to: Scoring");
    expect(await screen.findByText(/without seeing the scores of others/)).toBeTruthy();
    expect(server.steps).toEqual([]);
    await press("Go on");
    await waitFor(() => expect(server.deliberation.phase).toBe(Phase.SCORING));
    expect(server.steps[0]?.etag).toBe("1");
    expect(await screen.findByText("The phase is now: Scoring")).toBeTruthy();
  });

  test("to scoring says what is missing", async () => {
    const server = new LedServer();
    server.measures = [];
    renderLed(server, <PhaseControls />);
    await press("Go on to: Scoring");
    expect(await screen.findByText(/No measure takes part yet/)).toBeTruthy();
    expect(await screen.findByText(/There are no criteria yet/)).toBeTruthy();
    expect(await screen.findByText(/Nobody but you/)).toBeTruthy();
  });

  test("before a deadline says so", async () => {
    const server = new LedServer();
    const phases = [Phase.DRAFT, Phase.SCORING, Phase.VOTING, Phase.CLOSED];
    const plan = phases.map((phase) => create(PlannedPhaseSchema, { phase }));
    Object.assign(plan[0] ?? {}, { endTime: create(TimestampSchema, { seconds: 4_000_000_000n }) });
    server.changeAs({ plan });
    renderLed(server, <PhaseControls />);
    await press("Go on to: Scoring");
    expect(screen.getByText(/By the plan this phase ends .*2096/)).toBeTruthy();
  });

  test("that would lose something is refused in the reader's words", async () => {
    const server = new LedServer();
    server.changeAs({ phase: Phase.SCORING });
    server.failures.push(
      refusal(Code.FailedPrecondition, "WRONG_PHASE", "2 scores were entered", {
        required: "nothing to lose",
      }),
    );
    renderLed(server, <PhaseControls />);
    await press("Other step");
    await press("Draft");
    await press("Go back");
    expect((await screen.findByRole("alert")).textContent).toContain("Scores were entered already");
  });

  test("from a version that is old is refused, and shown again", async () => {
    const server = new LedServer();
    renderLed(server, <PhaseControls />);
    await press("Go on to: Scoring");
    server.changeAs({ description: "New" });
    await press("Go on");
    expect((await screen.findByRole("alert")).textContent).toContain("changed in the meantime");
    await press("Go on");
    await waitFor(() => expect(server.deliberation.phase).toBe(Phase.SCORING));
  });

  test("lets a halted vote go on", async () => {
    const server = new LedServer();
    server.changeAs({ phase: Phase.VOTING, voteSuspended: true });
    renderLed(server, <PhaseControls />);
    await press("Let voting go on");
    await waitFor(() => expect(server.steps.map(({ phase }) => phase)).toEqual([Phase.VOTING]));
  });
});

describe("opening the vote", () => {
  const opened = (members: number) => {
    const server = new LedServer();
    server.changeAs({ phase: Phase.DISCUSSING });
    server.members = crowd(members);
    return server;
  };

  test("shows what would be fixed", async () => {
    const server = opened(40);
    renderLed(server, <PhaseControls />);
    await press("Open the vote");
    expect(await screen.findByText("2 measures to rank")).toBeTruthy();
    expect(screen.getByText("Measure a")).toBeTruthy();
    expect(screen.getByText("40 people")).toBeTruthy();
    expect(screen.getByText("Schulze")).toBeTruthy();
    expect(screen.getByText("When a facilitator closes the vote")).toBeTruthy();
  });

  test("needs no more than one press when nothing is revealed", async () => {
    const server = opened(40);
    renderLed(server, <PhaseControls />);
    await press("Open the vote");
    expect(await screen.findByText(/Nothing stands out/)).toBeTruthy();
    expect(screen.queryByRole("checkbox")).toBeNull();
    await press("Open the vote now");
    await waitFor(() => expect(server.deliberation.phase).toBe(Phase.VOTING));
  });

  test("needs a word for what a small group reveals", async () => {
    const server = opened(3);
    renderLed(server, <PhaseControls />);
    await press("Open the vote");
    expect(await screen.findByText(/Only 3 people can vote/)).toBeTruthy();
    const confirm = screen.getByRole("button", { name: "Open the vote now" });
    expect(confirm).toHaveProperty("disabled", true);
    await userEvent.click(screen.getByRole("checkbox"));
    await userEvent.click(confirm);
    await waitFor(() => expect(server.deliberation.phase).toBe(Phase.VOTING));
  });

  test("says that open ballots are open", async () => {
    const server = opened(40);
    server.changeAs({ plannedRules: create(VotingRulesSchema, { secrecy: Secrecy.OPEN }) });
    renderLed(server, <PhaseControls />);
    await press("Open the vote");
    expect(await screen.findByText(/everybody sees who voted how/)).toBeTruthy();
  });

  test("shows what the server knows beyond the page, marked as English", async () => {
    const server = opened(40);
    server.warnings = ["A warning of a newer server."];
    renderLed(server, <PhaseControls />);
    await press("Open the vote");
    const warning = await screen.findByText("A warning of a newer server.");
    expect(warning.getAttribute("lang")).toBe("en");
    expect(screen.getByRole("checkbox")).toBeTruthy();
  });

  test("does not open what changed since it was looked at", async () => {
    const server = opened(3);
    renderLed(server, <PhaseControls />);
    await press("Open the vote");
    await userEvent.click(await screen.findByRole("checkbox"));
    server.measures.push(measure("late"));
    await press("Open the vote now");
    expect(await screen.findByText(/has changed since you looked/)).toBeTruthy();
    expect(screen.getByText("Measure late")).toBeTruthy();
    expect(server.steps).toEqual([]);
    // What was agreed to was something else.
    expect(screen.getByRole("checkbox")).toHaveProperty("checked", false);
    await userEvent.click(screen.getByRole("checkbox"));
    await press("Open the vote now");
    await waitFor(() => expect(server.deliberation.phase).toBe(Phase.VOTING));
  });

  test("says what is missing, and leads there", async () => {
    const server = opened(3);
    server.measures = [measure("a"), measure("b", { state: MeasureState.REJECTED })];
    const { history } = renderLed(server, <PhaseControls />);
    await press("Open the vote");
    expect((await screen.findByRole("alert")).textContent).toContain("only one takes part");
    await press("To the measures");
    expect(history?.at(-1)).toBe("/measures");
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("closing the vote", () => {
  const closing = () => {
    const server = new LedServer();
    server.changeAs({ phase: Phase.VOTING, decisionCount: 1 });
    server.members = crowd(5);
    return server;
  };

  test("tells the turnout, and nobody who has not voted", async () => {
    const server = closing();
    renderLed(server, <PhaseControls />);
    await press("Close the vote");
    expect(await screen.findByText(/1 of 5 people have voted/)).toBeTruthy();
    expect(screen.queryByText(/M0/)).toBeNull();
    await press("Close the vote now");
    await waitFor(() => expect(server.deliberation.phase).toBe(Phase.CLOSED));
    expect(server.steps[0]?.withoutCriteria).toBe(false);
  });

  test("goes without the criteria only when they cannot be read, and that was chosen", async () => {
    const server = closing();
    server.failures.push(
      refusal(Code.Unavailable, "UNAVAILABLE", "the vote stays open … (without_criteria)"),
    );
    renderLed(server, <PhaseControls />);
    await press("Close the vote");
    expect(screen.queryByRole("checkbox")).toBeNull();
    await press("Close the vote now");
    await userEvent.click(await screen.findByLabelText(/Close without the ranking/));
    await press("Close the vote now");
    await waitFor(() => expect(server.deliberation.phase).toBe(Phase.CLOSED));
    expect(server.steps.map(({ withoutCriteria }) => withoutCriteria)).toEqual([false, true]);
  });

  test("does not offer that when the network is what fails", async () => {
    const server = closing();
    server.failures.push(refusal(Code.Unavailable, "UNAVAILABLE", "connection refused"));
    renderLed(server, <PhaseControls />);
    await press("Close the vote");
    await press("Close the vote now");
    expect((await screen.findByRole("alert")).textContent).toContain("does not answer");
    expect(screen.queryByRole("checkbox")).toBeNull();
  });
});
