import { create } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  BallotSchema,
  DeliberationSchema,
  Phase,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { act, configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { wordsOf } from "@/api/record";
import { renderOnPage } from "@/testing/page";
import { failure, measureName, voteContext, voteServer } from "@/testing/vote";
import { DIGITS_MS } from "./ballot_list";
import VotePage from "./index";

// Whether each element is hidden by styles takes most of the time, and the tests load none.
configure({ defaultHidden: true });
// A ballot is many elements, and simulated clicks on them are slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const TITLES = ["Add hotlines", "Reduce troops", "Harden bases", "Hold talks"];

async function openBallot(server = voteServer(), titles = TITLES) {
  const user = userEvent.setup({ pointerEventsCheck: 0 });
  const page = renderOnPage(<VotePage />, { context: voteContext(server, titles) });
  await screen.findByRole("heading", { name: /your ballot|ballot is cast|as it is cast/i });
  return { user, server, ...page };
}

/** Twelve measures from A on are ranked, and two are not. */
async function openLongBallot() {
  const titles = Array.from({ length: 14 }, (_, i) => `Measure ${String.fromCharCode(65 + i)}`);
  const server = voteServer();
  const tiers = titles.slice(0, 12).map((_, i) => ({ measures: [measureName(i)] }));
  server.ballot = create(BallotSchema, { tiers });
  const page = await openBallot(server, titles);
  await page.user.click(press("Change my ballot"));
  return page;
}

/** The names of the rows of a list, from its top. */
function rows(list: "ranked" | "not ranked"): string[] {
  const name = list === "ranked" ? "Ranked, best first" : "Not ranked";
  return within(screen.getByRole("list", { name }))
    .queryAllByRole("listitem")
    .map((row) => row.querySelector("bdi")?.textContent ?? "");
}

const press = (name: string) => screen.getByRole("button", { name });
const row = (title: string) => screen.getByRole("button", { name: new RegExp(`^${title}, `) });

async function rank(user: ReturnType<typeof userEvent.setup>, ...titles: string[]) {
  for (const title of titles) await user.click(press(`Rank ${title} next`));
}

describe("the ballot", () => {
  it("begins with nothing ranked, and says what that means", async () => {
    await openBallot();
    expect(rows("ranked")).toEqual([]);
    expect(rows("not ranked")).toEqual(TITLES);
    expect(screen.getByText(/counts as tied with each other, below all/)).toBeTruthy();
  });

  it("is filled in by buttons", async () => {
    const { user } = await openBallot();
    await rank(user, "Hold talks", "Add hotlines", "Reduce troops");
    await user.click(press("Move Reduce troops up"));
    await user.click(press("Tie Add hotlines with the one above"));
    await user.click(press("Do not rank Hold talks"));
    expect(rows("ranked")).toEqual(["Reduce troops", "Add hotlines"]);
    expect(row("Add hotlines").getAttribute("aria-label")).toBe(
      "Add hotlines, place 1 of 1, tied with Reduce troops",
    );
    await user.click(press("Untie Add hotlines"));
    expect(row("Add hotlines").getAttribute("aria-label")).toBe("Add hotlines, place 2 of 2");
    await user.click(press("Undo"));
    expect(row("Add hotlines").getAttribute("aria-label")).toContain("tied");
  });

  it("is filled in by keys alone, and the focus stays on the row that moves", async () => {
    const { user } = await openBallot();
    row("Harden bases").focus();
    await user.keyboard("1");
    expect(rows("ranked")).toEqual(["Harden bases"]);
    expect(document.activeElement).toBe(row("Harden bases"));
    row("Hold talks").focus();
    await user.keyboard("1");
    expect(rows("ranked")).toEqual(["Hold talks", "Harden bases"]);
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(rows("ranked")).toEqual(["Harden bases", "Hold talks"]);
    await user.keyboard("=");
    expect(row("Hold talks").getAttribute("aria-label")).toContain("tied with Harden bases");
    await user.keyboard("={Delete}");
    expect(rows("ranked")).toEqual(["Harden bases"]);
    expect(document.activeElement).toBe(row("Hold talks"));
    await user.keyboard("{ArrowUp}");
    expect(document.activeElement).toBe(row("Reduce troops"));
  });

  it("takes places of two digits, and waits for the second only as long as one can follow", async () => {
    const { user } = await openLongBallot();
    row("Measure N").focus();
    await user.keyboard("12");
    expect(rows("ranked").indexOf("Measure N")).toBe(11);
    await user.keyboard("7");
    expect(rows("ranked").indexOf("Measure N")).toBe(6);
    await user.keyboard("1");
    expect(rows("ranked").indexOf("Measure N")).toBe(6);
    await user.keyboard("{Enter}");
    expect(rows("ranked").indexOf("Measure N")).toBe(0);
    await user.keyboard("1{Escape}{Enter}");
    expect(rows("ranked").indexOf("Measure N")).toBe(0);
  });

  it("goes to the typed place by itself after a moment", async () => {
    await openLongBallot();
    vi.useFakeTimers();
    act(() => row("Measure N").focus());
    act(() => {
      row("Measure N").dispatchEvent(new KeyboardEvent("keydown", { key: "1", bubbles: true }));
    });
    act(() => vi.advanceTimersByTime(DIGITS_MS - 1));
    expect(rows("ranked")).not.toContain("Measure N");
    act(() => vi.advanceTimersByTime(1));
    vi.useRealTimers();
    expect(rows("ranked")[0]).toBe("Measure N");
  });

  it("is filled in by typed numbers, the same number for a tie", async () => {
    const { user } = await openBallot();
    await user.click(screen.getByRole("radio", { name: "By numbers" }));
    const type = (title: string, text: string) =>
      user.type(screen.getByRole("textbox", { name: `Your rank for ${title}` }), text);
    await type("Hold talks", "1");
    await type("Add hotlines", "5");
    await type("Harden bases", "5");
    const made = within(
      screen.getByRole("heading", { name: "That makes" }).closest("section") as HTMLElement,
    );
    const lines = () => made.getAllByRole("listitem").map((item) => item.textContent);
    expect(lines()).toEqual([
      "Hold talks",
      "Two measures, tied:Add hotlinesHarden bases",
      "Add hotlines",
      "Harden bases",
    ]);
    await type("Reduce troops", "x");
    expect(screen.getByRole("alert").textContent).toContain("whole number from 1 to 999");
    expect(lines()).toHaveLength(4);
    await user.click(screen.getByRole("radio", { name: "As a list" }));
    expect(rows("ranked")).toEqual(["Hold talks", "Add hotlines", "Harden bases"]);
  });
});

describe("a draft", () => {
  it("is there again after a reload, and says that it is not cast", async () => {
    const first = await openBallot();
    await rank(first.user, "Hold talks", "Add hotlines");
    first.unmount();
    const again = await openBallot();
    expect(rows("ranked")).toEqual(["Hold talks", "Add hotlines"]);
    expect(screen.getByText(/had begun on this device.*not cast yet/)).toBeTruthy();
    await again.user.click(press("Begin anew"));
    expect(rows("ranked")).toEqual([]);
  });

  it("follows another tab", async () => {
    const { user } = await openBallot();
    await rank(user, "Hold talks");
    const key = Object.keys(localStorage).find((one) => one.includes("ballot.1.ben")) ?? "";
    const draft = JSON.parse(localStorage.getItem(key) ?? "{}") as { tiers: string[][] };
    draft.tiers = [[measureName(0), measureName(1)]];
    localStorage.setItem(key, JSON.stringify(draft));
    act(() => void window.dispatchEvent(new StorageEvent("storage", { key })));
    expect(rows("ranked")).toEqual(["Add hotlines", "Reduce troops"]);
  });
});

describe("casting", () => {
  it("shows the ballot in sentences, casts it, and keeps the receipt", async () => {
    const { user, server } = await openBallot();
    await rank(user, "Hold talks", "Add hotlines", "Reduce troops");
    await user.click(press("Tie Reduce troops with the one above"));
    await user.click(press("Look it over and cast"));
    expect(document.activeElement?.textContent).toBe("Is this your ballot?");
    const lines = screen.getAllByRole("listitem").map((item) => item.textContent);
    expect(lines).toEqual([
      "Hold talks",
      "Two measures, tied:Add hotlinesReduce troops",
      "Add hotlines",
      "Reduce troops",
    ]);
    expect(screen.getByText("Not ranked: Harden bases.")).toBeTruthy();
    await user.click(press("Cast this ballot"));
    await screen.findByRole("heading", { name: "Your ballot is cast" });
    expect(server.casts[0]?.ballot?.tiers.map(({ measures }) => measures)).toEqual([
      [measureName(3)],
      [measureName(0), measureName(1)],
    ]);
    expect(await screen.findByText(wordsOf(server.commitment))).toBeTruthy();
    expect(screen.getByText(/enters the signed log/)).toBeTruthy();
    expect(Object.keys(localStorage).filter((key) => key.includes("draft"))).toEqual([]);
    expect(Object.keys(localStorage).filter((key) => key.includes("receipt"))).toHaveLength(1);
  });

  it("says plainly that a ballot which ranks nothing is an abstention", async () => {
    const { user, server } = await openBallot();
    await user.click(press("Look it over and abstain"));
    expect(screen.getByText(/That is an abstention/)).toBeTruthy();
    await user.click(press("Cast an abstention"));
    await screen.findByRole("heading", { name: "Your ballot is cast" });
    expect(server.casts[0]?.ballot?.tiers).toEqual([]);
  });

  it("loses nothing when it fails, and repeats the same request", async () => {
    const { user, server } = await openBallot();
    server.failNext = failure(Code.Unavailable, "UNAVAILABLE");
    await rank(user, "Hold talks");
    await user.click(press("Look it over and cast"));
    await user.click(press("Cast this ballot"));
    await screen.findByText("The server does not answer. Try again in a moment.");
    await user.click(press("Cast this ballot"));
    await screen.findByRole("heading", { name: "Your ballot is cast" });
    const [first, second] = server.casts.map(({ requestId }) => requestId);
    expect(first).toBe(second);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is another request when the ballot was changed after a failure", async () => {
    const { user, server } = await openBallot();
    server.failNext = failure(Code.Unavailable, "UNAVAILABLE");
    await rank(user, "Hold talks");
    await user.click(press("Look it over and cast"));
    await user.click(press("Cast this ballot"));
    await screen.findByText(/does not answer/);
    await user.click(press("Back to ranking"));
    await rank(user, "Add hotlines");
    await user.click(press("Look it over and cast"));
    await user.click(press("Cast this ballot"));
    await screen.findByRole("heading", { name: "Your ballot is cast" });
    expect(server.casts[0]?.requestId).not.toBe(server.casts[1]?.requestId);
  });

  it("keeps the ballot at the last look when the sign-in has ended", async () => {
    const first = await openBallot();
    first.server.failNext = failure(Code.Unauthenticated, "TOKEN_EXPIRED");
    await rank(first.user, "Hold talks", "Add hotlines");
    await first.user.click(press("Look it over and cast"));
    await first.user.click(press("Cast this ballot"));
    await screen.findByText("You are not signed in any more.");
    first.unmount();
    renderOnPage(<VotePage />, { context: voteContext(first.server, TITLES) });
    await screen.findByRole("heading", { name: "Is this your ballot?" });
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "Hold talks",
      "Add hotlines",
    ]);
  });
});

describe("a ballot that is cast", () => {
  function castElsewhere() {
    const server = voteServer();
    server.ballot = create(BallotSchema, {
      tiers: [{ measures: [measureName(1)] }, { measures: [measureName(0)] }],
      etag: "elsewhere",
    });
    return server;
  }

  it("is shown when it was cast on another device, and its receipt can be kept here", async () => {
    const { user } = await openBallot(castElsewhere());
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "Reduce troops",
      "Add hotlines",
    ]);
    await user.click(await screen.findByRole("button", { name: "Keep it on this device" }));
    await screen.findByRole("button", { name: "Forget it on this device" });
  });

  it("can be changed until the close, and left as it is", async () => {
    const { user, server } = await openBallot(castElsewhere());
    await user.click(press("Change my ballot"));
    expect(rows("ranked")).toEqual(["Reduce troops", "Add hotlines"]);
    await user.click(press("Move Add hotlines up"));
    await user.click(press("Leave my ballot as it is cast"));
    expect(screen.getByRole("heading", { name: "Your ballot, as it is cast" })).toBeTruthy();
    await user.click(press("Change my ballot"));
    await user.click(press("Move Add hotlines up"));
    await user.click(press("Look it over and cast"));
    await user.click(press("Cast this ballot"));
    await screen.findByRole("heading", { name: "Your ballot is cast" });
    expect(server.ballot?.tiers[0]?.measures).toEqual([measureName(0)]);
  });

  it("is said to be another one when it was replaced elsewhere", async () => {
    const { user, server, unmount } = await openBallot();
    await rank(user, "Hold talks");
    await user.click(press("Look it over and cast"));
    await user.click(press("Cast this ballot"));
    await screen.findByText(wordsOf(server.commitment));
    const here = wordsOf(server.commitment);
    server.commitment = new Uint8Array(32).fill(9);
    unmount();
    renderOnPage(<VotePage />, { context: voteContext(server, TITLES) });
    const alarm = await screen.findByRole("alert");
    expect(alarm.textContent).toContain(here);
    expect(alarm.textContent).toContain(wordsOf(server.commitment));
  });
});

describe("the page of the vote", () => {
  it("says why there is nothing to do before the vote", async () => {
    const context = voteContext(voteServer(), TITLES);
    context.deliberation = create(DeliberationSchema, { phase: Phase.DISCUSSING });
    renderOnPage(<VotePage />, { context });
    expect(screen.getByText(/phase “Discussing”/)).toBeTruthy();
    expect(screen.getByText("It opens when the facilitator opens it.")).toBeTruthy();
    await screen.findByText("Letting somebody vote for you");
  });

  it("takes no ballot while the vote is suspended", async () => {
    const server = voteServer();
    const context = voteContext(server, TITLES);
    context.deliberation.voteSuspended = true;
    const user = userEvent.setup();
    renderOnPage(<VotePage />, { context });
    expect(await screen.findByText(/taking the vote back/)).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Look it over and abstain" }));
    expect((press("Cast an abstention") as HTMLButtonElement).disabled).toBe(true);
  });

  it("gives observers no ballot", () => {
    const context = { ...voteContext(voteServer(), TITLES), votes: false };
    renderOnPage(<VotePage />, { context });
    expect(screen.getByText("You follow this deliberation without a vote.")).toBeTruthy();
  });

  it("lets a member vote for another, and takes that back", async () => {
    const { user, server } = await openBallot();
    await user.selectOptions(
      await screen.findByRole("combobox", { name: "Who votes for you" }),
      "Chloe",
    );
    await user.click(press("Let this member vote for me"));
    await screen.findByText("Chloe votes for you as long as you cast no ballot yourself.");
    expect(server.delegate).toBe("deliberations/d/members/chloe");
    await user.click(press("Take it back"));
    await waitFor(() => expect(server.delegate).toBe(""));
  });
});
