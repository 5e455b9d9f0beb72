import { create } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { Phase, Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import {
  IngestionService,
  type Suggestion,
  SuggestionKind,
  SuggestionSchema,
  SuggestionState,
} from "@gen/plenum/ingestion/v1/ingestion_pb";
import {
  type Criterion,
  CriterionSchema,
  Direction,
  ScoringService,
  type SetWeightsRequest,
  type UpdateCriterionRequest,
  WeightMethod,
  type Weights,
  WeightsSchema,
} from "@gen/plenum/scoring/v1/scoring_pb";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { LedServer, member, NAME, renderLed } from "@/testing/led";
import { refusal, staleEtag } from "@/testing/refuse";
import CriteriaPage from ".";

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole("button", { name }));
const write = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

const saveInDialog = () =>
  userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Save" }));

const ANA = `${NAME}/members/ana`;
const BEN = `${NAME}/members/ben`;

function criterion(id: string, given: Partial<Criterion> = {}): Criterion {
  const of = {
    name: `${NAME}/criteria/${id}`,
    title: id.charAt(0).toUpperCase() + id.slice(1),
    direction: Direction.HIGHER_IS_BETTER,
    scaleMax: 10,
    weight: 50,
    etag: "1",
  };
  return Object.assign(create(CriterionSchema, of), given);
}

/** The server with criteria, weights and what the documents suggest. */
class Judging extends LedServer {
  readonly added: Criterion[] = [];
  readonly changes: UpdateCriterionRequest[] = [];
  readonly said: SetWeightsRequest[] = [];
  readonly taken: string[] = [];
  weights: Weights[] = [];
  suggestions: Suggestion[] = [];

  constructor(...criteria: Criterion[]) {
    super();
    this.criteria = criteria;
    const scoring = ScoringService.method;
    this.more = ({ rpc }) => {
      rpc(scoring.createCriterion, (request) => {
        const failure = this.failures.shift();
        if (failure) throw failure;
        const added = criterion(`c${this.criteria.length}`, request.criterion);
        added.name = `${NAME}/criteria/c${this.criteria.length}`;
        this.added.push(added);
        this.criteria = [...this.criteria, added];
        return { criterion: added };
      });
      rpc(scoring.updateCriterion, (request) => this.change(request));
      rpc(scoring.listWeights, () => ({ weights: this.weights }));
      rpc(scoring.setWeights, (request) => {
        this.said.push(request);
        return {};
      });
      rpc(IngestionService.method.listSuggestions, () => ({ suggestions: this.suggestions }));
      rpc(IngestionService.method.takeSuggestion, ({ name }) => {
        this.taken.push(name);
        this.suggestions = this.suggestions.filter((one) => one.name !== name);
        return {};
      });
    };
  }

  private change(request: UpdateCriterionRequest) {
    this.changes.push(request);
    const given = request.criterion;
    const stored = this.criteria.find(({ name }) => name === given?.name);
    if (!given || !stored) throw refusal(Code.NotFound, "RESOURCE_NOT_FOUND");
    if (given.etag !== stored.etag) throw staleEtag();
    const change: Partial<Criterion> = { etag: `${stored.etag}1` };
    for (const path of request.updateMask?.paths ?? []) {
      if (path === "weight") change.weight = given.weight;
      if (path === "title") change.title = given.title;
      if (path === "best_anchor") change.bestAnchor = given.bestAnchor;
    }
    return { criterion: this.replace(stored.name, change) };
  }

  replace(name: string, change: Partial<Criterion>): Criterion {
    this.criteria = this.criteria.map((one) =>
      one.name === name ? Object.assign(create(CriterionSchema, {}), one, change) : one,
    );
    const replaced = this.criteria.find((one) => one.name === name);
    if (!replaced) throw refusal(Code.NotFound, "RESOURCE_NOT_FOUND");
    return replaced;
  }
}

describe("criteria", () => {
  test("are shown in plain words", async () => {
    const server = new Judging(
      criterion("cost", {
        direction: Direction.LOWER_IS_BETTER,
        worstAnchor: "Ruinous",
        bestAnchor: "Free",
        weight: 30,
      }),
      criterion("size", {
        weight: 10,
        maybeFloor: { case: "floor", value: 0.3 },
      }),
    );
    const me = { member: BEN, role: Role.MEMBER };
    renderLed(server, <CriteriaPage />, { me, leads: false });
    const [cost, size] = await screen.findAllByRole("listitem");
    if (!cost || !size) throw new Error("two criteria");
    expect(cost.textContent).toContain("75% of the total");
    expect(cost.textContent).toContain("Less is better");
    expect(cost.textContent).toContain("Worst, 10Ruinous");
    expect(cost.textContent).toContain("Best, 0Free");
    expect(size.textContent).toContain("A measure below 30% is marked");
    expect(screen.queryByRole("button", { name: /Edit|Add/ })).toBeNull();
  });

  test("can begin with usual ones, each added once", async () => {
    const server = new Judging();
    server.failures.push(refusal(Code.Unavailable, "UNAVAILABLE"));
    renderLed(server, <CriteriaPage />);
    await press("Begin with four usual ones");
    await screen.findByRole("alert");
    await press("Begin with four usual ones");
    await waitFor(() =>
      expect(server.added.map(({ title }) => title)).toEqual([
        "Effect",
        "Cost",
        "Feasibility",
        "Acceptance",
      ]),
    );
  });

  test("are added with their scale and what its ends mean", async () => {
    const server = new Judging();
    renderLed(server, <CriteriaPage />);
    await press("Add a criterion");
    write("Name", "Deterrence");
    write("What the worst score looks like", "None");
    write("Highest score", "5");
    await press("Add");
    await waitFor(() => expect(server.added).toHaveLength(1));
    expect(server.added[0]).toMatchObject({
      title: "Deterrence",
      scaleMin: 0,
      scaleMax: 5,
      worstAnchor: "None",
    });
  });

  test("are changed in what was touched alone, over what others changed elsewhere", async () => {
    const server = new Judging(criterion("cost"), criterion("size"));
    renderLed(server, <CriteriaPage />);
    await press("Edit: Cost");
    write("Name", "Price");
    server.replace(`${NAME}/criteria/cost`, { bestAnchor: "Free", etag: "9" });
    await saveInDialog();
    await waitFor(() => expect(server.criteria[0]?.title).toBe("Price"));
    expect(server.criteria[0]?.bestAnchor).toBe("Free");
    expect(server.changes.map(({ updateMask }) => updateMask?.paths)).toEqual([
      ["title"],
      ["title"],
    ]);
  });

  test("show a conflict where two changed the same", async () => {
    const server = new Judging(criterion("cost"), criterion("size"));
    renderLed(server, <CriteriaPage />);
    await press("Edit: Cost");
    write("Name", "Price");
    server.replace(`${NAME}/criteria/cost`, { title: "Expense", etag: "9" });
    await saveInDialog();
    const conflict = await screen.findByRole("alert", { name: "Name" });
    expect(within(conflict).getByText("Expense")).toBeTruthy();
    expect(server.criteria[0]?.title).toBe("Expense");
    await press("Keep what I wrote");
    await saveInDialog();
    await waitFor(() => expect(server.criteria[0]?.title).toBe("Price"));
  });

  test("are fixed once scoring began", async () => {
    const server = new Judging(criterion("cost"), criterion("size"));
    server.changeAs({ phase: Phase.SCORING });
    renderLed(server, <CriteriaPage />);
    expect(await screen.findByText(/Weights can be changed until the vote/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Edit/ })).toBeNull();
  });
});

describe("what the documents argue with", () => {
  const suggested = create(SuggestionSchema, {
    name: `${NAME}/suggestions/s`,
    kind: SuggestionKind.CRITERION,
    state: SuggestionState.OPEN,
    criterion: "Risk",
    quotes: [{ text: "The risk is low." }],
  });

  test("becomes a criterion, and is settled by that", async () => {
    const server = new Judging(criterion("cost"));
    server.suggestions = [suggested];
    renderLed(server, <CriteriaPage />);
    await press("Make it a criterion: Risk");
    expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("Risk");
    expect(server.taken).toEqual([]);
    write("What the best score looks like", "None at all");
    await press("Add");
    await waitFor(() => expect(server.taken).toEqual([suggested.name]));
    expect(server.added[0]?.title).toBe("Risk");
  });

  test("stays a suggestion when the form is closed", async () => {
    const server = new Judging(criterion("cost"));
    server.suggestions = [suggested];
    renderLed(server, <CriteriaPage />);
    await press("Make it a criterion: Risk");
    await press("Cancel");
    expect(server.taken).toEqual([]);
    expect(screen.getByRole("button", { name: "Make it a criterion: Risk" })).toBeTruthy();
  });
});

describe("the facilitator's weights", () => {
  test("say what they mean while they are moved, and are saved where they changed", async () => {
    const server = new Judging(criterion("cost"), criterion("size"));
    server.changeAs({ phase: Phase.SCORING });
    renderLed(server, <CriteriaPage />);
    const slider = await screen.findByLabelText("Weight of “Cost”");
    fireEvent.change(slider, { target: { value: "100" } });
    expect(slider.getAttribute("aria-valuetext")).toBe("67% of the total");
    expect(
      screen.getByText(
        "Going from worst to best on “Cost” is worth as much as 2 times that on “Size”.",
      ),
    ).toBeTruthy();
    const card = slider.closest("form");
    if (!card) throw new Error("no form");
    await userEvent.click(within(card).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.criteria[0]?.weight).toBe(100));
    expect(server.changes).toHaveLength(1);
    expect(server.changes[0]?.updateMask?.paths).toEqual(["weight"]);
  });

  test("cannot all be nothing", async () => {
    renderLed(new Judging(criterion("cost"), criterion("size")), <CriteriaPage />);
    for (const title of ["Cost", "Size"]) {
      fireEvent.change(await screen.findByLabelText(`Weight of “${title}”`), {
        target: { value: "0" },
      });
    }
    expect(screen.getByText("At least one criterion must count.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", true);
  });
});

describe("a member's own weights", () => {
  const scoring = (...weights: Weights[]) => {
    const server = new Judging(criterion("cost"), criterion("size"));
    server.changeAs({ phase: Phase.SCORING });
    server.weights = weights;
    server.members = [member("ana"), member("ben")];
    return server;
  };
  const asBen = { me: { member: BEN, role: Role.MEMBER }, leads: false };

  test("are said by ranks", async () => {
    const server = scoring();
    renderLed(server, <CriteriaPage />, asBen);
    await userEvent.click(await screen.findByLabelText("Ranks"));
    await userEvent.selectOptions(screen.getByLabelText("Rank of “Size”"), "2");
    await press("Save");
    await waitFor(() => expect(server.said).toHaveLength(1));
    const weights = server.said[0]?.weights;
    expect(weights?.method).toBe(WeightMethod.RANKS);
    expect(weights?.numbers.map(({ value }) => value)).toEqual([1, 2]);
  });

  test("by swings need one of 100", async () => {
    renderLed(scoring(), <CriteriaPage />, asBen);
    for (const title of ["Cost", "Size"]) {
      fireEvent.change(await screen.findByLabelText(`Points for “${title}”`), {
        target: { value: "40" },
      });
    }
    expect(screen.getByText("Give 100 to at least one criterion.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", true);
  });

  test("are as they were said when the page is opened again", async () => {
    const server = scoring(
      create(WeightsSchema, {
        member: BEN,
        method: WeightMethod.DIRECT,
        numbers: [
          { criterion: `${NAME}/criteria/size`, value: 30 },
          { criterion: `${NAME}/criteria/cost`, value: 70 },
        ],
      }),
    );
    renderLed(server, <CriteriaPage />, asBen);
    const cost = await screen.findByLabelText<HTMLInputElement>("Points for “Cost”");
    expect(cost.value).toBe("70");
  });

  test("stand beside those of the others where these may be seen", async () => {
    const said = (of: string, cost: number) =>
      create(WeightsSchema, {
        member: of,
        weights: [
          { criterion: `${NAME}/criteria/cost`, value: cost },
          { criterion: `${NAME}/criteria/size`, value: 1 - cost },
        ],
      });
    const server = scoring(said(ANA, 0.9), said(BEN, 0.5));
    server.changeAs({ phase: Phase.DISCUSSING });
    renderLed(server, <CriteriaPage />, asBen);
    const table = await screen.findByRole("table", { name: /Weights of the members/ });
    expect(await within(table).findByRole("row", { name: "Ana 90% 10%" })).toBeTruthy();
    expect(within(table).getByRole("row", { name: "Mean 70% 30%" })).toBeTruthy();
  });
});
