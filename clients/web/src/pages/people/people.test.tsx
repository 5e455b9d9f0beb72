import { create } from "@bufbuild/protobuf";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import {
  AccessService,
  type BatchCreateInvitationsRequest,
  type CreateInvitationRequest,
  type Invitation,
  InvitationSchema,
  InvitationState,
} from "@gen/plenum/deliberation/v1/access_pb";
import {
  type CreateMemberRequest,
  DeliberationService,
  Phase,
  Role,
  Scope,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { LedServer, member, NAME, renderLed } from "@/testing/led";
import { refusal } from "@/testing/refuse";
import PeoplePage from ".";

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole("button", { name }));
const write = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

/** The server with its ways onto the roll. */
class Inviting extends LedServer {
  readonly singles: CreateInvitationRequest[] = [];
  readonly batches: BatchCreateInvitationsRequest[] = [];
  readonly added: CreateMemberRequest[] = [];
  readonly revoked: string[] = [];
  invitations: Invitation[] = [];
  link = "";

  constructor() {
    super();
    this.members.push(member("ben"));
    const failNext = () => {
      const failure = this.failures.shift();
      if (failure) throw failure;
    };
    const issue = (invitation: Invitation | undefined, index = 0) => ({
      invitation: create(InvitationSchema, { label: invitation?.label ?? "" }),
      code: `d_i${index}_secret`,
      link: this.link,
    });
    const access = AccessService.method;
    const deliberation = DeliberationService.method;
    this.more = ({ rpc }) => {
      rpc(access.listInvitations, () => ({ invitations: this.invitations }));
      rpc(access.createInvitation, (request) => {
        this.singles.push(request);
        failNext();
        return { issued: issue(request.invitation) };
      });
      rpc(access.batchCreateInvitations, (request) => {
        this.batches.push(request);
        failNext();
        return { issued: request.invitations.map(issue) };
      });
      rpc(access.revokeInvitation, ({ name }) => {
        this.revoked.push(name);
        return {};
      });
      rpc(access.revokeTokens, ({ name }) => {
        this.revoked.push(name);
        return {};
      });
      rpc(deliberation.createMember, (request) => {
        this.added.push(request);
        return { signIn: { token: "t", refreshToken: "refresh-of-bot" } };
      });
      rpc(deliberation.createMemberToken, () => ({
        signIn: { token: "t", refreshToken: "refresh-of-ben" },
      }));
      rpc(deliberation.getTurnout, () => ({ rollCount: 2, ballotCount: 1 }));
    };
  }
}

const invitation = (id: string, state: InvitationState, label = "Jo") =>
  create(InvitationSchema, {
    name: `${NAME}/invitations/${id}`,
    label,
    state,
    role: Role.OBSERVER,
  });

describe("the roll", () => {
  test("is all that members see", async () => {
    const me = { member: `${NAME}/members/ben`, role: Role.MEMBER };
    renderLed(new Inviting(), <PeoplePage />, { me, leads: false });
    const roll = await screen.findByRole("table", { name: /on the roll/ });
    expect(within(roll).getAllByRole("row")).toHaveLength(3);
    expect(within(roll).getByRole("row", { name: /Ben.*you.*Member/ })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Invite/ })).toBeNull();
    expect(screen.queryByRole("button", { name: /sign-in link/ })).toBeNull();
    expect(screen.queryByText("Invitations")).toBeNull();
  });

  test("shows weights where there are some", async () => {
    const server = new Inviting();
    renderLed(server, <PeoplePage />);
    await screen.findByRole("row", { name: /Ben/ });
    expect(screen.queryByRole("columnheader", { name: "Weight" })).toBeNull();
  });

  test("gives a new way in, shown once", async () => {
    renderLed(new Inviting(), <PeoplePage />);
    await press("New sign-in link: Ben");
    expect(screen.queryByLabelText("Sign-in link")).toBeNull();
    await press("Make the link");
    const field = await screen.findByLabelText<HTMLInputElement>("Sign-in link");
    expect(field.value).toBe(`${location.origin}/sign-in#refresh-of-ben`);
  });

  test("ends all sign-ins of a member when that is confirmed", async () => {
    const server = new Inviting();
    renderLed(server, <PeoplePage />);
    await press("Sign out everywhere: Ben");
    expect(server.revoked).toEqual([]);
    const dialog = screen.getByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Sign out everywhere" }));
    await waitFor(() => expect(server.revoked).toEqual([`${NAME}/members/ben`]));
  });
});

describe("inviting one person", () => {
  test("makes a link that is shown once", async () => {
    const server = new Inviting();
    renderLed(server, <PeoplePage />);
    await press("Invite one person");
    write(/^Name/, " Jo ");
    await userEvent.click(screen.getByLabelText("Observer"));
    write("Weight of the ballot", "3");
    write("Good for how many days", "30");
    await press("Make the link");
    const field = await screen.findByLabelText<HTMLInputElement>(/Invitation for/);
    expect(field.value).toBe(`${location.origin}/join#d_i0_secret`);
    const given = server.singles[0]?.invitation;
    expect(given).toMatchObject({ label: "Jo", role: Role.OBSERVER, weight: 3 });
    if (!given?.expireTime) throw new Error("no time");
    const days = (timestampDate(given.expireTime).getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30);
  });

  test("shows the server's own link where it has an address", async () => {
    const server = new Inviting();
    server.link = "https://plenum.example/join#d_i0_secret";
    renderLed(server, <PeoplePage />);
    await press("Invite one person");
    await press("Make the link");
    const field = await screen.findByLabelText<HTMLInputElement>("Invitation");
    expect(field.value).toBe("https://plenum.example/join#d_i0_secret");
  });

  test("warns of a name that is taken, or looks like one, and lets it be", async () => {
    const server = new Inviting();
    server.invitations = [invitation("i", InvitationState.OPEN, "Chloe")];
    renderLed(server, <PeoplePage />);
    await press("Invite one person");
    await screen.findByRole("row", { name: /Chloe/ });
    write(/^Name/, "BΕN"); // with a Greek Ε
    expect(screen.getByText(/looks alike: on the roll/)).toBeTruthy();
    write(/^Name/, "chloe");
    expect(screen.getByText(/looks alike: invited/)).toBeTruthy();
    write(/^Name/, "Dae");
    expect(screen.queryByText(/looks alike/)).toBeNull();
  });

  test("refuses weights and days that cannot be", async () => {
    renderLed(new Inviting(), <PeoplePage />);
    await press("Invite one person");
    for (const [label, value] of [
      ["Weight of the ballot", "0"],
      ["Weight of the ballot", "1001"],
      ["Good for how many days", "366"],
    ] as const) {
      write(label, value);
      expect(screen.getByRole("button", { name: "Make the link" })).toHaveProperty(
        "disabled",
        true,
      );
      write(label, "1");
    }
  });

  test("tries again as the same request", async () => {
    const server = new Inviting();
    server.failures.push(refusal(Code.Unavailable, "OUTCOME_UNKNOWN"));
    renderLed(server, <PeoplePage />);
    await press("Invite one person");
    await press("Make the link");
    await screen.findByRole("alert");
    await press("Make the link");
    await screen.findByLabelText("Invitation");
    expect(server.singles).toHaveLength(2);
    expect(server.singles[0]).toEqual(server.singles[1]);
  });

  test("is over when the vote is closed", async () => {
    const server = new Inviting();
    server.changeAs({ phase: Phase.CLOSED, decisionCount: 1 });
    renderLed(server, <PeoplePage />);
    expect(await screen.findByText(/nobody can join any more/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Invite one person" })).toBeNull();
    expect(await screen.findByText(/1 of 2 people have voted/)).toBeTruthy();
  });
});

describe("inviting many", () => {
  test("says line by line what is wrong, and invites nobody before", async () => {
    renderLed(new Inviting(), <PeoplePage />);
    await press("Invite many");
    write("List of people", "Jo\nKim, queen\nLee, member, 0");
    expect(screen.getByText(/Line 2:.*queen.*is no role/)).toBeTruthy();
    expect(screen.getByText(/Line 3:.*is no weight/)).toBeTruthy();
    expect(screen.getByRole("button", { name: /Make .* links/ })).toHaveProperty("disabled", true);
  });

  test("makes a link for each line, and does not lose them by one press", async () => {
    const server = new Inviting();
    renderLed(server, <PeoplePage />);
    await press("Invite many");
    write("List of people", "Jo\nKim, observer\nBen");
    expect(screen.getByText(/looks alike: on the roll/)).toBeTruthy();
    await press("Make 3 links");
    const links = await screen.findByRole("table", { name: "Links by name" });
    expect(within(links).getByRole("row", { name: /Kim .*join#d_i1_secret/ })).toBeTruthy();
    expect(server.batches[0]?.invitations.map(({ label, role }) => [label, role])).toEqual([
      ["Jo", Role.MEMBER],
      ["Kim", Role.OBSERVER],
      ["Ben", Role.MEMBER],
    ]);
    await press("Close");
    expect(screen.getByText(/neither copied nor downloaded/)).toBeTruthy();
    await press("Close");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("copies all links with their names", async () => {
    const user = userEvent.setup();
    const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    renderLed(new Inviting(), <PeoplePage />);
    await user.click(await screen.findByRole("button", { name: "Invite many" }));
    write("List of people", "Jo\nKim");
    await user.click(screen.getByRole("button", { name: "Make 2 links" }));
    await user.click(await screen.findByRole("button", { name: "Copy all" }));
    const join = `${location.origin}/join#d_i`;
    expect(copied).toHaveBeenCalledWith(`Jo\t${join}0_secret\nKim\t${join}1_secret`);
    const dialog = within(screen.getByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("goes on where it was cut off, and invites nobody twice", async () => {
    const server = new Inviting();
    renderLed(server, <PeoplePage />);
    await press("Invite many");
    const names = Array.from({ length: 1001 }, (_, index) => `Guest ${index}`);
    write("List of people", names.join("\n"));
    server.failures.push(undefined, refusal(Code.Unavailable, "OUTCOME_UNKNOWN"));
    await press("Make 1,001 links");
    expect(await screen.findByText(/1,000 of 1,001 were made/)).toBeTruthy();
    await press("Make 1,001 links");
    await screen.findByText("1,001 invitations");
    expect(server.batches.map(({ invitations }) => invitations.length)).toEqual([1000, 1, 1]);
    expect(server.batches[2]).toEqual(server.batches[1]);
  });

  test("keeps the list on the device until the links are made", async () => {
    const server = new Inviting();
    const first = renderLed(server, <PeoplePage />);
    await press("Invite many");
    write("List of people", "Jo\nKim");
    first.unmount();
    renderLed(server, <PeoplePage />);
    await press("Invite many");
    expect(screen.getByLabelText<HTMLTextAreaElement>("List of people").value).toBe("Jo\nKim");
  });
});

describe("invitations", () => {
  test("can be withdrawn while they are open, and made again when they are over", async () => {
    const server = new Inviting();
    server.invitations = [
      invitation("open", InvitationState.OPEN, "Jo"),
      invitation("used", InvitationState.USED, "Kim"),
      invitation("late", InvitationState.EXPIRED, "Lee"),
    ];
    renderLed(server, <PeoplePage />);
    await press("Withdraw: Jo");
    expect(screen.queryByRole("button", { name: "Withdraw: Kim" })).toBeNull();
    await userEvent.click(
      within(screen.getByRole("dialog")).getByRole("button", { name: "Withdraw" }),
    );
    await waitFor(() => expect(server.revoked).toEqual([`${NAME}/invitations/open`]));
    await press("Invite again: Lee");
    expect(screen.getByLabelText<HTMLInputElement>(/^Name/).value).toBe("Lee");
    expect(screen.getByLabelText("Observer")).toHaveProperty("checked", true);
  });

  test("are shown to auditors, who withdraw none", async () => {
    const server = new Inviting();
    server.invitations = [invitation("open", InvitationState.OPEN, "Jo")];
    const me = { member: `${NAME}/members/kim`, role: Role.AUDITOR };
    renderLed(server, <PeoplePage />, { me, leads: false, votes: false });
    expect(await screen.findByRole("row", { name: /Jo Observer open/ })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Withdraw/ })).toBeNull();
  });
});

test("another system gets a token once, with the scopes that were chosen", async () => {
  const server = new Inviting();
  renderLed(server, <PeoplePage />);
  await press("Add another system");
  write("Name", "ingest-bot");
  await press("Add it");
  const field = await screen.findByLabelText<HTMLInputElement>(/Refresh token/);
  expect(field.value).toBe("refresh-of-bot");
  expect(server.added[0]?.member).toMatchObject({
    displayName: "ingest-bot",
    role: Role.SERVICE,
    scopes: [Scope.READ, Scope.PROPOSE],
  });
});

describe("signing out", () => {
  const leave = async (button: string) => {
    await press(button);
    return within(screen.getByRole("dialog"));
  };

  test("ends the sign-in here, and leads to the list of deliberations", async () => {
    const fetched = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response("{}"));
    const { history } = renderLed(new Inviting(), <PeoplePage />);
    localStorage.setItem("plenum.draft.d.ballot.1", "[]");
    const dialog = await leave("Sign out here");
    await userEvent.click(dialog.getByRole("button", { name: "Sign out here" }));
    await waitFor(() => expect(history?.at(-1)).toBe("/"));
    const [path, init] = fetched.mock.calls[0] ?? [];
    expect(path).toBe("/d/d/session/sign-out");
    expect(init?.body).toBe('{"everywhere":false}');
    expect(localStorage.getItem("plenum.draft.d.ballot.1")).toBe("[]");
  });

  test("forgets what was written here when that is wanted", async () => {
    const fetched = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response("{}"));
    renderLed(new Inviting(), <PeoplePage />);
    localStorage.setItem("plenum.draft.d.ballot.1", "[]");
    localStorage.setItem("plenum.draft.other.ballot.1", "[]");
    const dialog = await leave("Sign out on every device");
    await userEvent.click(dialog.getByLabelText(/Also forget/));
    await userEvent.click(dialog.getByRole("button", { name: "Sign out on every device" }));
    await waitFor(() => expect(localStorage.getItem("plenum.draft.d.ballot.1")).toBeNull());
    expect(fetched.mock.calls[0]?.[1]?.body).toBe('{"everywhere":true}');
    expect(localStorage.getItem("plenum.draft.other.ballot.1")).toBe("[]");
  });
});
