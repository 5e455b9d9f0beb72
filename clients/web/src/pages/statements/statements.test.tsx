import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import {
  OpinionBasis,
  OpinionGroupsSchema,
  OpinionService,
  type Statement,
  StatementSchema,
  StatementVote,
} from "@gen/plenum/deliberation/v1/opinion_pb";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { LedServer, NAME, renderLed } from "@/testing/led";
import { renderOnPage } from "@/testing/page";
import { refusal } from "@/testing/refuse";
import StatementsPage from ".";
import { OpinionGroupsView } from "./opinion_groups";
import { lengthOf } from "./write_statement";

function statement(number: number, given: Partial<Statement> = {}): Statement {
  const of = {
    name: `${NAME}/statements/s${number}`,
    number,
    text: `Thought ${number}`,
    etag: "1",
  };
  return Object.assign(create(StatementSchema, of), given);
}

class Asking extends LedServer {
  statements: Statement[];
  readonly votes: [string, StatementVote][] = [];
  readonly hidden: string[] = [];

  constructor(...statements: Statement[]) {
    super();
    this.statements = statements;
    const opinion = OpinionService.method;
    this.more = ({ rpc }) => {
      rpc(opinion.listStatements, () => ({ statements: this.statements }));
      rpc(opinion.voteOnStatement, ({ name, vote }) => {
        this.votes.push([name.slice(-2), vote]);
        const failure = this.failures.shift();
        if (failure) throw failure;
        return { statement: this.replace(name, { ownVote: vote }) };
      });
      rpc(opinion.createStatement, ({ statement: given }) => {
        const failure = this.failures.shift();
        if (failure) throw failure;
        const number = this.statements.length + 1;
        const added = statement(number, { text: given?.text ?? "" });
        this.statements = [...this.statements, added];
        return { statement: added };
      });
      rpc(opinion.hideStatement, ({ name, reason }) => {
        this.hidden.push(reason);
        return {
          statement: this.replace(name, { hiddenBy: `${NAME}/members/ana`, hiddenReason: reason }),
        };
      });
      rpc(opinion.restoreStatement, ({ name }) => ({
        statement: this.replace(name, { hiddenBy: "", hiddenReason: "" }),
      }));
      rpc(opinion.getOpinionGroups, () => ({
        opinionGroups: { basis: OpinionBasis.TOO_FEW, peopleForPairs: 4, answersNeeded: 2 },
      }));
    };
  }

  private replace(name: string, change: Partial<Statement>): Statement {
    this.statements = this.statements.map((one) =>
      one.name === name ? Object.assign(create(StatementSchema, {}), one, change) : one,
    );
    const replaced = this.statements.find((one) => one.name === name);
    if (!replaced) throw refusal(Code.NotFound, "RESOURCE_NOT_FOUND");
    return replaced;
  }
}

const shown = () => document.querySelector(".statement-now")?.textContent;

describe("answering", () => {
  test("goes on to the next statement by the keys 1, 2 and 3", async () => {
    const server = new Asking(statement(1), statement(2), statement(3));
    renderLed(server, <StatementsPage />);
    await waitFor(() => expect(shown()).toBe("Thought 1"));
    await userEvent.keyboard("2");
    await waitFor(() => expect(shown()).toBe("Thought 2"));
    await userEvent.keyboard("1");
    await waitFor(() => expect(shown()).toBe("Thought 3"));
    await userEvent.keyboard("3");
    expect(await screen.findByText("You have answered every statement.")).toBeTruthy();
    await waitFor(() =>
      expect(server.votes).toEqual([
        ["s1", StatementVote.DISAGREE],
        ["s2", StatementVote.AGREE],
        ["s3", StatementVote.PASS],
      ]),
    );
  });

  test("takes no key that is written into a field", async () => {
    const server = new Asking(statement(1));
    renderLed(server, <StatementsPage />);
    await userEvent.type(await screen.findByLabelText("Your statement"), "1 day");
    expect(server.votes).toEqual([]);
    expect(shown()).toBe("Thought 1");
  });

  test("can be done anew", async () => {
    const server = new Asking(statement(1), statement(2));
    renderLed(server, <StatementsPage />);
    await waitFor(() => expect(shown()).toBe("Thought 1"));
    await userEvent.keyboard("1");
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    expect(shown()).toBe("Thought 1");
    await userEvent.keyboard("2");
    await waitFor(() => expect(server.votes.at(-1)).toEqual(["s1", StatementVote.DISAGREE]));
    await waitFor(() => expect(shown()).toBe("Thought 2"));
  });

  test("is taken back on the page when the server refuses", async () => {
    const server = new Asking(statement(1), statement(2));
    server.failures.push(refusal(Code.Unavailable, "UNAVAILABLE"));
    renderLed(server, <StatementsPage />);
    await waitFor(() => expect(shown()).toBe("Thought 1"));
    await userEvent.keyboard("1");
    expect((await screen.findAllByRole("alert"))[0]?.textContent).toContain("does not answer");
    expect(shown()).toBe("Thought 1");
  });

  test("passes hidden statements over", async () => {
    const hidden = { hiddenBy: `${NAME}/members/ana`, hiddenReason: "Rude", text: "" };
    renderLed(new Asking(statement(1, hidden), statement(2)), <StatementsPage />);
    await waitFor(() => expect(shown()).toBe("Thought 2"));
    expect(screen.getByText("0 of 1 answered")).toBeTruthy();
    expect(screen.getByText(/Hidden by a facilitator/).textContent).toContain("Rude");
  });

  test("is over when the vote is closed", async () => {
    const server = new Asking(statement(1, { ownVote: StatementVote.AGREE }));
    server.changeAs({ phase: Phase.CLOSED });
    renderLed(server, <StatementsPage />);
    expect(await screen.findByText(/until the vote is closed/)).toBeTruthy();
    expect(screen.queryByLabelText("Your statement")).toBeNull();
    expect(screen.queryByRole("button", { name: "Agree" })).toBeNull();
    expect(screen.getByText("Agree")).toBeTruthy();
  });
});

describe("putting up a statement", () => {
  test("counts characters as people do, and takes no more than 280", async () => {
    expect(lengthOf("평화🕊")).toBe(3);
    renderLed(new Asking(), <StatementsPage />);
    const field = await screen.findByLabelText("Your statement");
    fireEvent.change(field, { target: { value: "🕊".repeat(281) } });
    expect(screen.getByText("1 character too many")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Put it up" })).toHaveProperty("disabled", true);
    fireEvent.change(field, { target: { value: "Two\nlines" } });
    expect(field).toHaveProperty("value", "Two lines");
  });

  test("names the statement that says the same", async () => {
    const server = new Asking(statement(1), statement(2));
    server.failures.push(
      refusal(Code.AlreadyExists, "DUPLICATE", "there already", {
        resource: `${NAME}/statements/s2`,
      }),
    );
    renderLed(server, <StatementsPage />);
    fireEvent.change(await screen.findByLabelText("Your statement"), {
      target: { value: "thought 2" },
    });
    await userEvent.click(screen.getByRole("button", { name: "Put it up" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("as statement 2");
    expect(screen.getByLabelText("Your statement")).toHaveProperty("value", "thought 2");
  });

  test("is kept on the device until it is up", async () => {
    const server = new Asking();
    const first = renderLed(server, <StatementsPage />);
    fireEvent.change(await screen.findByLabelText("Your statement"), {
      target: { value: "Half a thou" },
    });
    first.unmount();
    const second = renderLed(server, <StatementsPage />);
    expect(await screen.findByLabelText("Your statement")).toHaveProperty("value", "Half a thou");
    await userEvent.click(screen.getByRole("button", { name: "Put it up" }));
    expect(await screen.findByText("Statement 1 is up")).toBeTruthy();
    second.unmount();
    renderLed(server, <StatementsPage />);
    expect(await screen.findByLabelText("Your statement")).toHaveProperty("value", "");
  });
});

describe("moderating", () => {
  test("hides with a reason, and brings back", async () => {
    const server = new Asking(statement(1, { ownVote: StatementVote.AGREE }));
    renderLed(server, <StatementsPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Hide: Statement 1" }));
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByRole("button", { name: "Hide" })).toHaveProperty("disabled", true);
    fireEvent.change(dialog.getByLabelText("Reason"), { target: { value: " Off topic " } });
    await userEvent.click(dialog.getByRole("button", { name: "Hide" }));
    await waitFor(() => expect(server.hidden).toEqual(["Off topic"]));
    await userEvent.click(await screen.findByRole("button", { name: "Bring back: Statement 1" }));
    expect(await screen.findByRole("button", { name: "Hide: Statement 1" })).toBeTruthy();
  });

  test("is not for members", async () => {
    renderLed(new Asking(statement(1)), <StatementsPage />, { leads: false });
    await waitFor(() => expect(shown()).toBe("Thought 1"));
    expect(screen.queryByRole("button", { name: /Hide/ })).toBeNull();
  });
});

describe("opinion groups", () => {
  const view = (given: MessageInitShape<typeof OpinionGroupsSchema>, mayAnswer = true) =>
    renderOnPage(
      <OpinionGroupsView groups={create(OpinionGroupsSchema, given)} mayAnswer={mayAnswer} />,
    );

  test("say how many are missing while nothing is released", () => {
    view({
      basis: OpinionBasis.TOO_FEW,
      people: 2,
      peopleForPairs: 4,
      answersNeeded: 7,
      ownAnswers: 3,
    });
    expect(screen.getByText(/2 people have answered enough.* from 4 people/)).toBeTruthy();
    expect(screen.getByText(/You have answered 3 so far.* from 7 on/)).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
  });

  test("show what each holds, what is shared and what divides", () => {
    const said = { statement: "s", number: 4, text: "Harden bases" };
    view({
      basis: OpinionBasis.GROUPS,
      people: 19,
      silhouette: 0.6,
      ownGroup: 2,
      groups: [
        {
          number: 1,
          size: 11,
          representative: [
            {
              ...said,
              vote: StatementVote.DISAGREE,
              group: { agree: 1, disagree: 10 },
              others: { agree: 8 },
            },
          ],
        },
        { number: 2, size: 8 },
      ],
      shared: [
        {
          ...said,
          number: 1,
          text: "Answer calls",
          vote: StatementVote.AGREE,
          groups: [{ agree: 11 }, { agree: 7, pass: 1 }],
        },
      ],
      dividing: [{ ...said, groups: [{ agree: 1, disagree: 10 }, { agree: 8 }] }],
    });
    expect(screen.getByText("19 people in 2 groups of opinion.")).toBeTruthy();
    expect(screen.getByText(/^The groups part\./)).toBeTruthy();
    expect(screen.getByRole("heading", { name: /Group 2: 8 people your group/ })).toBeTruthy();
    expect(screen.getByText("Nothing sets it apart with enough certainty.")).toBeTruthy();
    expect(
      screen.getByRole("row", { name: "4. Harden bases Disagree 10 of 11 0 of 8" }),
    ).toBeTruthy();
    expect(screen.getByRole("row", { name: "1. Answer calls Agree 11 of 11 7 of 8" })).toBeTruthy();
    expect(
      screen.getByRole("row", {
        name: "4. Harden bases 1 agree, 10 disagree 8 agree, 0 disagree",
      }),
    ).toBeTruthy();
  });

  test("warn of groups that chance could have made", () => {
    view({
      basis: OpinionBasis.GROUPS,
      people: 15,
      silhouette: 0.4,
      groups: [
        { number: 1, size: 8 },
        { number: 2, size: 7 },
      ],
    });
    expect(screen.getByText(/part faintly/)).toBeTruthy();
  });

  test("compare pairs where there are too few for groups", () => {
    view({
      basis: OpinionBasis.PAIRS,
      people: 6,
      peopleForGroups: 15,
      agreement: {
        pairs: 15,
        mean: 0.62,
        own: { others: 5, mean: 0.7, near: 3, between: 1, far: 1 },
      },
    });
    expect(screen.getByText(/6 people\. Groups are looked for from 15 people/)).toBeTruthy();
    expect(screen.getByText(/the same on 62%/)).toBeTruthy();
    expect(screen.getByText(/You and 5 others: 70% the same.*3 of them near/)).toBeTruthy();
    expect(screen.getByRole("heading", { name: "What most share" })).toBeTruthy();
  });
});
