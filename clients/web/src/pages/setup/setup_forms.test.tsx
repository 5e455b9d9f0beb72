import { create } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  Phase,
  QuorumBasis,
  TieRule,
  VotingRulesSchema,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Method } from "@gen/plenum/tally/v1/tally_pb";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { LedServer, measure, renderLed } from "@/testing/led";
import { refusal } from "@/testing/refuse";
import { DetailsForm } from "./details_form";
import { PlanForm } from "./plan_form";
import { RulesForm } from "./rules_form";

const write = (label: string | RegExp, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));
const shownIn = (label: string | RegExp) =>
  screen.getByLabelText<HTMLInputElement | HTMLTextAreaElement>(label).value;

describe("the question", () => {
  test("is saved with what was changed alone", async () => {
    const server = new LedServer();
    renderLed(server, <DetailsForm />);
    write("The question", "What now?");
    await save();
    await waitFor(() => expect(server.deliberation.title).toBe("What now?"));
    expect(server.updates[0]?.updateMask?.paths).toEqual(["title"]);
    expect(await screen.findByText("Saved")).toBeTruthy();
  });

  test("is saved over a change to something else that the page has not heard of", async () => {
    const server = new LedServer();
    renderLed(server, <DetailsForm />);
    write("The question", "What now?");
    server.changeAs({ description: "New words" });
    await save();
    await waitFor(() => expect(server.deliberation.title).toBe("What now?"));
    expect(server.deliberation.description).toBe("New words");
    expect(shownIn(/What is it about/)).toBe("New words");
  });

  test("is not saved over a change to itself before its writer chose", async () => {
    const server = new LedServer();
    renderLed(server, <DetailsForm />);
    write("The question", "Mine?");
    server.changeAs({ title: "Theirs?" });
    await save();
    const conflict = await screen.findByRole("alert", { name: "The question" });
    expect(within(conflict).getByText("Mine?")).toBeTruthy();
    expect(within(conflict).getByText("Theirs?")).toBeTruthy();
    expect(server.deliberation.title).toBe("Theirs?");
    expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", true);

    await userEvent.click(screen.getByRole("button", { name: "Keep what I wrote" }));
    await save();
    await waitFor(() => expect(server.deliberation.title).toBe("Mine?"));
  });

  test("shows a conflict as soon as the change is heard of, and takes the other version", async () => {
    const server = new LedServer();
    const { heardOfChange } = renderLed(server, <DetailsForm />);
    write("The question", "Mine?");
    server.changeAs({ title: "Theirs?" });
    await heardOfChange();
    await userEvent.click(await screen.findByRole("button", { name: "Take what is there now" }));
    expect(shownIn("The question")).toBe("Theirs?");
    expect(server.updates).toEqual([]);
  });

  test("is kept on an error, and tried again as the same request", async () => {
    const server = new LedServer();
    server.failures.push(refusal(Code.Unavailable, "OUTCOME_UNKNOWN"));
    const ids: string[] = [];
    renderLed(server, <DetailsForm />);
    write("The question", "What now?");
    await save();
    expect((await screen.findByRole("alert")).textContent).toContain("Try again in a moment");
    expect(shownIn("The question")).toBe("What now?");
    server.failures.push(refusal(Code.Unavailable, "OUTCOME_UNKNOWN"));
    await save();
    await save();
    await waitFor(() => expect(server.deliberation.title).toBe("What now?"));
    for (const { requestId } of server.updates) ids.push(requestId);
    expect(new Set(ids).size).toBe(1);
  });

  test("cannot be changed once the vote was opened", () => {
    const server = new LedServer();
    server.changeAs({ phase: Phase.VOTING });
    renderLed(server, <DetailsForm />);
    expect(screen.queryByLabelText("The question")).toBeNull();
    expect(screen.getByText(/cannot be changed once the vote was opened/)).toBeTruthy();
  });
});

describe("the plan", () => {
  test("is saved with its phases and deadlines", async () => {
    const server = new LedServer();
    renderLed(server, <PlanForm />);
    await userEvent.click(screen.getByLabelText("By a plan"));
    await userEvent.click(screen.getByLabelText("Discussing"));
    write("Scoring ends", "2099-05-01T18:00");
    await save();
    await waitFor(() => expect(server.deliberation.plan).toHaveLength(5));
    const { plan } = server.deliberation;
    expect(plan.map(({ phase }) => phase)).toEqual([
      Phase.DRAFT,
      Phase.SCORING,
      Phase.DISCUSSING,
      Phase.VOTING,
      Phase.CLOSED,
    ]);
    expect(plan.map(({ endTime }) => endTime !== undefined)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(Number(plan[1]?.endTime?.seconds)).toBe(new Date("2099-05-01T18:00").getTime() / 1000);
  });

  test("is not saved with a deadline that is over", async () => {
    const server = new LedServer();
    renderLed(server, <PlanForm />);
    await userEvent.click(screen.getByLabelText("By a plan"));
    write("Voting ends", "2001-05-01T18:00");
    expect(screen.getByText(/This time is over/)).toBeTruthy();
    expect(screen.getByLabelText("Voting ends").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", true);
  });

  test("always has draft, voting and closed", async () => {
    renderLed(new LedServer(), <PlanForm />);
    await userEvent.click(screen.getByLabelText("By a plan"));
    for (const name of [/^Draft/, /^Voting/, /^Closed/]) {
      expect(screen.getByRole("checkbox", { name })).toHaveProperty("disabled", true);
    }
  });
});

describe("the rules", () => {
  test("stand there in one phrase each, with the defaults", async () => {
    renderLed(new LedServer(), <RulesForm />);
    const summaries = [...document.querySelectorAll("summary")].map((one) => one.textContent);
    expect(summaries).toContain("How ballots are countedSchulze");
    expect(summaries).toContain("SecrecyWithout names");
    expect(summaries).toContain("QuorumNone: the result stands however few vote");
  });

  test("are saved all at once, those that were not touched as they were", async () => {
    const server = new LedServer();
    server.changeAs({
      plannedRules: create(VotingRulesSchema, { tieRule: TieRule.DRAWN, tieSeed: "noon" }),
    });
    renderLed(server, <RulesForm />);
    await userEvent.click(screen.getByLabelText("Borda"));
    await userEvent.click(screen.getByLabelText("A share of the people"));
    write("Percent that must vote", "60");
    await save();
    await waitFor(() => expect(server.deliberation.plannedRules?.method).toBe(Method.BORDA));
    expect(server.deliberation.plannedRules).toMatchObject({
      tieRule: TieRule.DRAWN,
      tieSeed: "noon",
      quorum: { basis: QuorumBasis.ROLL, percent: 60 },
    });
  });

  test("two facilitators may change different rules", async () => {
    const server = new LedServer();
    renderLed(server, <RulesForm />);
    await userEvent.click(screen.getByLabelText("Borda"));
    server.changeAs({ plannedRules: create(VotingRulesSchema, { tieRule: TieRule.LISTED }) });
    await save();
    await waitFor(() => expect(server.deliberation.plannedRules?.method).toBe(Method.BORDA));
    expect(server.deliberation.plannedRules?.tieRule).toBe(TieRule.LISTED);
  });

  test("take a budget and what each measure costs", async () => {
    const server = new LedServer();
    renderLed(server, <RulesForm />);
    await userEvent.click(screen.getByLabelText(/Choose a package/));
    expect(screen.getByText("Correct what is marked, then save.")).toBeTruthy();
    write("Budget", "1,000");
    await screen.findByLabelText("Cost of “Measure a”");
    write("Cost of “Measure a”", "300");
    expect(screen.getByText(/1 measure has no cost yet/)).toBeTruthy();
    await save();
    await waitFor(() => expect(server.deliberation.plannedRules?.package?.budget).toBe(1000n));
    const costs = server.deliberation.plannedRules?.package?.costs ?? [];
    expect(costs.map(({ measure, cost }) => [measure, cost])).toEqual([[measure_a, 300n]]);
  });

  test("say that a baseline takes no part any more", async () => {
    const server = new LedServer();
    server.measures = [measure("a"), measure("b")];
    server.changeAs({
      plannedRules: create(VotingRulesSchema, {
        threshold: 1,
        baseline: "deliberations/d/measures/gone",
      }),
    });
    renderLed(server, <RulesForm />);
    expect(await screen.findByText(/takes no part any more/)).toBeTruthy();
  });
});

const measure_a = "deliberations/d/measures/a";
