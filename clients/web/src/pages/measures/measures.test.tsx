import { create } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { DeliberationSchema, Phase, Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { CurationKind, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { keyOf } from "@/state/queries";
import { FakeIngestion, failure, ME, measureName, OTHER } from "@/testing/fake_ingestion";
import { makeContext, renderOnPage } from "@/testing/page";
import MeasuresPage from ".";

let service: FakeIngestion;

beforeEach(() => {
  service = new FakeIngestion();
  for (const id of ["a", "b", "c"]) service.add(id);
});

async function open(options: { role?: Role; phase?: Phase; path?: string } = {}) {
  const role = options.role ?? Role.FACILITATOR;
  const context = makeContext({
    clients: service.clients(),
    me: { member: ME, role },
    leads: role === Role.FACILITATOR,
    deliberation: create(DeliberationSchema, { phase: options.phase ?? Phase.DRAFT }),
  });
  const user = userEvent.setup();
  const page = renderOnPage(<MeasuresPage />, { context, path: options.path ?? "/measures" });
  await screen.findByRole("list", { name: "Measures" });
  const reload = () => page.cache.invalidateQueries({ queryKey: keyOf("d", "measures") });
  return { user, reload, ...page };
}

function shown(): string[] {
  const list = screen.queryByRole("list", { name: "Measures" });
  if (!list) return [];
  return [...list.querySelectorAll(".measure-title bdi")].map((title) => title.textContent ?? "");
}

function focused(): string {
  return document.activeElement?.textContent ?? "";
}

const toast = (text: string | RegExp) => screen.findByText(text, { selector: ".toast span" });

describe("curating by keyboard", () => {
  it("goes down and up, and stops at the ends", async () => {
    const { user } = await open();
    await user.keyboard("jj");
    expect(focused()).toContain("Title of b");
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(focused()).toContain("Title of c");
    await user.keyboard("{Home}");
    expect(focused()).toContain("Title of a");
  });

  it("accepts and goes on, and takes it back", async () => {
    const { user } = await open();
    await user.keyboard("ja");
    expect(focused()).toContain("Title of b");
    await toast(/^m1 accepted/);
    expect(service.get("a").accepted).toBe(true);
    await user.keyboard("u");
    await toast(/^Undone for m1/);
    expect(service.get("a").accepted).toBe(false);
    expect(focused()).toContain("Title of a");
  });

  it("rejects with a reason, which is asked for, and restores", async () => {
    const { user } = await open();
    await user.keyboard("jr");
    const dialog = screen.getByRole("dialog");
    expect(within(dialog).getByRole("button", { name: "Reject" })).toHaveProperty("disabled", true);
    await user.type(within(dialog).getByLabelText("Why?"), "Not ours{Enter}");
    await waitFor(() => expect(shown()).toEqual(["Title of b", "Title of c"]));
    await waitFor(() => expect(service.get("a").rejectReason).toBe("Not ours"));
    await user.selectOptions(screen.getByLabelText("Show"), "rejected");
    await waitFor(() => expect(shown()).toEqual(["Title of a"]));
    await user.click(screen.getByRole("button", { name: /Title of a/ }));
    await user.keyboard("r");
    await waitFor(() => expect(service.get("a").state).toBe(MeasureState.ACTIVE));
  });

  it("edits in the line, by Enter; Escape changes nothing", async () => {
    const { user } = await open();
    await user.keyboard("je");
    await user.keyboard("Other words{Escape}");
    expect(shown()[0]).toBe("Title of a");
    await user.keyboard("e");
    await user.keyboard("Other words{Enter}");
    expect(shown()[0]).toBe("Other words");
    await waitFor(() => expect(service.get("a").title).toBe("Other words"));
    expect(service.calls).toEqual(["update"]);
    expect(focused()).toContain("Other words");
  });

  it("merges the marked ones under the title that is chosen", async () => {
    const { user } = await open();
    await user.keyboard("jmjm");
    expect(screen.getByText("2 marked")).toBeTruthy();
    await user.keyboard("{Shift>}M{/Shift}");
    const dialog = screen.getByRole("dialog");
    await user.click(within(dialog).getByLabelText(/Title of b/));
    await user.click(within(dialog).getByRole("button", { name: "Merge" }));
    await waitFor(() => expect(shown()).toEqual(["Title of b", "Title of c"]));
    expect(service.get("a")).toMatchObject({
      state: MeasureState.MERGED,
      mergedInto: measureName("b"),
    });
    await waitFor(() => expect(focused()).toContain("Title of b"));
  });

  it("leaves keys to the field that is typed in", async () => {
    const { user } = await open();
    await user.keyboard("j");
    await user.type(screen.getByLabelText("Search"), "arm");
    expect(service.calls).toEqual([]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("does nothing by keys when they are switched off, and keeps that", async () => {
    const { user, unmount } = await open();
    await user.keyboard("?");
    await user.click(screen.getByLabelText("Use these keys"));
    await user.click(screen.getByRole("button", { name: "Close" }));
    await user.keyboard("ja");
    expect(service.calls).toEqual([]);
    unmount();
    await open();
    await user.keyboard("ja");
    expect(service.calls).toEqual([]);
  });
});

describe("two facilitators", () => {
  async function bothEdit() {
    const opened = await open();
    await opened.user.keyboard("je");
    await opened.user.keyboard("Mine");
    service.changeAs(OTHER, CurationKind.EDITED, measureName("a"), { title: "Theirs" });
    await opened.user.keyboard("{Enter}");
    const dialog = await screen.findByRole("dialog", { name: /Somebody else changed m1/ });
    return { ...opened, dialog };
  }

  it("are shown both versions and who it was", async () => {
    const { dialog } = await bothEdit();
    const row = within(dialog).getByRole("row", { name: /Title/ });
    expect(
      within(row)
        .getAllByRole("cell")
        .map(({ textContent }) => textContent),
    ).toEqual(["Title of a", "Mine", "Theirs"]);
    expect(await within(dialog).findByText("Ben")).toBeTruthy();
    expect(service.get("a").title).toBe("Theirs");
  });

  it("save their own version over the other, when they say so", async () => {
    const { user, dialog } = await bothEdit();
    await user.click(within(dialog).getByRole("button", { name: "Save this" }));
    await waitFor(() => expect(service.get("a").title).toBe("Mine"));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("leave the other version, when they say so", async () => {
    const { user, dialog } = await bothEdit();
    await user.click(within(dialog).getByRole("button", { name: "Leave it as it is now" }));
    await waitFor(() => expect(shown()[0]).toBe("Theirs"));
    expect(service.get("a").title).toBe("Theirs");
  });

  it("put both together", async () => {
    const { user, dialog } = await bothEdit();
    const title = within(dialog).getByLabelText("Title");
    await user.clear(title);
    await user.type(title, "Both{Enter}");
    await waitFor(() => expect(service.get("a").title).toBe("Both"));
  });

  it("do not lose what they type when the other takes the measure out of the list", async () => {
    const { user, reload } = await open();
    await user.keyboard("je");
    await user.keyboard("Typed so far");
    service.changeAs(OTHER, CurationKind.REJECTED, measureName("a"), {
      state: MeasureState.REJECTED,
    });
    await reload();
    expect(await screen.findByText(/Somebody changed this while you were here/)).toBeTruthy();
    expect(screen.getByLabelText("Title")).toHaveProperty("value", "Typed so far");
  });

  it("see what the other did when the list is fetched again", async () => {
    const { reload } = await open();
    service.changeAs(OTHER, CurationKind.EDITED, measureName("b"), { title: "Theirs" });
    await reload();
    await waitFor(() => expect(shown()).toEqual(["Title of a", "Theirs", "Title of c"]));
  });
});

describe("what could not be sent", () => {
  it("is said, kept, and sent again", async () => {
    const { user } = await open();
    service.failures.push(failure(Code.Unavailable, "UNAVAILABLE"));
    await user.keyboard("je");
    await user.keyboard("My long title{Enter}");
    const note = await screen.findByRole("alert");
    expect(note.textContent).toContain("My long title");
    expect(shown()[0]).toBe("Title of a");
    await user.click(within(note).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(service.get("a").title).toBe("My long title"));
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });
});

describe("the list", () => {
  it("is the same for members, with ways to the measures and nothing to change", async () => {
    const { user } = await open({ role: Role.MEMBER });
    expect(screen.getByRole("link", { name: /Title of a/ }).getAttribute("href")).toBe(
      "/measures/a",
    );
    await user.keyboard("jaermsu");
    expect(service.calls).toEqual([]);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.queryByRole("button", { name: /Accept|Edit|Reject|Add a measure/ })).toBeNull();
  });

  it("tells facilitators why nothing can be changed any more", async () => {
    const { user } = await open({ phase: Phase.VOTING });
    expect(screen.getByText(/in the phases draft and collecting only/)).toBeTruthy();
    await user.keyboard("ja");
    expect(service.calls).toEqual([]);
  });

  it("shows the filter of the address, and says when nothing fits", async () => {
    const { user } = await open({ path: "/measures?text=of+b" });
    expect(shown()).toEqual(["Title of b"]);
    await user.type(screen.getByLabelText("Search"), " nothing");
    expect(await screen.findByText("No measure fits.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Show all" }));
    await waitFor(() => expect(shown()).toHaveLength(3));
  });
});
