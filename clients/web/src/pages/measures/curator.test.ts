import { Code } from "@connectrpc/connect";
import { CurationKind, type Measure, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeIngestion, failure, ME, measureName, OTHER } from "@/testing/fake_ingestion";
import { Curator, withPending } from "./curator";

let service: FakeIngestion;
let shown: Map<string, Measure>;
let curator: Curator;

/** The measure as the page shows it, without what is on its way. */
function seen(id: string): Measure {
  const measure = shown.get(measureName(id));
  if (!measure) throw new Error(`${id} is not shown`);
  return measure;
}

beforeEach(() => {
  service = new FakeIngestion();
  for (const id of ["a", "b", "c"]) service.add(id);
  shown = new Map(service.measures);
  curator = new Curator(service.clients(), ME, {
    put: (measures) => {
      for (const measure of measures) shown.set(measure.name, measure);
    },
  });
});

describe("Curator", () => {
  it("shows a change at once and the service's answer when it comes", async () => {
    const running = curator.run(seen("a"), { kind: "accept" });
    const { pending } = curator.getState();
    expect(withPending([seen("a")], pending)[0]?.accepted).toBe(true);
    expect(seen("a").accepted).toBe(false);
    expect(await running).toBe("done");
    expect(seen("a").accepted).toBe(true);
    expect(curator.getState().pending.size).toBe(0);
  });

  it("sends changes of one measure one after the other, each on the version before", async () => {
    const base = seen("a");
    const outcomes = await Promise.all([
      curator.run(base, { kind: "edit", title: "First", actor: "" }),
      curator.run(base, { kind: "accept" }),
      curator.run(base, { kind: "edit", title: "Second", actor: "" }),
    ]);
    expect(outcomes).toEqual(["done", "done", "done"]);
    expect(service.get("a")).toMatchObject({ title: "Second", accepted: true });
  });

  it("shows both versions of an edit when somebody else edited too, and writes neither over", async () => {
    const base = seen("a");
    service.changeAs(OTHER, CurationKind.EDITED, base.name, { title: "Theirs" });
    expect(await curator.run(base, { kind: "edit", title: "Mine", actor: "" })).toBe("conflict");
    expect(service.get("a").title).toBe("Theirs");
    const conflict = curator.getState().conflicts[0];
    expect(conflict).toMatchObject({
      base: { title: "Title of a" },
      now: { title: "Theirs" },
      intent: { title: "Mine" },
      step: { actor: OTHER, kind: CurationKind.EDITED },
    });
  });

  it("settles a conflict with the own version, on top of the other one's", async () => {
    const base = seen("a");
    service.changeAs(OTHER, CurationKind.EDITED, base.name, { title: "Theirs" });
    await curator.run(base, { kind: "edit", title: "Mine", actor: "" });
    const conflict = curator.getState().conflicts[0];
    if (!conflict) throw new Error("no conflict");
    expect(await curator.settle(conflict, conflict.intent)).toBe("done");
    expect(service.get("a").title).toBe("Mine");
    expect(curator.getState().conflicts).toEqual([]);
  });

  it("meets the conflict again when the other one goes on while it is settled", async () => {
    const base = seen("a");
    service.changeAs(OTHER, CurationKind.EDITED, base.name, { title: "Theirs" });
    await curator.run(base, { kind: "edit", title: "Mine", actor: "" });
    service.changeAs(OTHER, CurationKind.EDITED, base.name, { title: "Theirs again" });
    const conflict = curator.getState().conflicts[0];
    if (!conflict) throw new Error("no conflict");
    expect(await curator.settle(conflict, conflict.intent)).toBe("conflict");
    expect(service.get("a").title).toBe("Theirs again");
  });

  it("goes on by itself when what changed has nothing to do with the intent", async () => {
    const base = seen("a");
    service.changeAs(OTHER, CurationKind.ACCEPTED, base.name, { accepted: true });
    expect(await curator.run(base, { kind: "edit", title: "Mine", actor: "" })).toBe("done");
    expect(service.get("a")).toMatchObject({ title: "Mine", accepted: true });
  });

  it("asks before it accepts a measure that somebody has worded anew", async () => {
    const base = seen("a");
    service.changeAs(OTHER, CurationKind.EDITED, base.name, { title: "Another thing" });
    expect(await curator.run(base, { kind: "accept" })).toBe("conflict");
    expect(service.get("a").accepted).toBe(false);
  });

  it("is content when somebody else did the same", async () => {
    const base = seen("a");
    service.changeAs(OTHER, CurationKind.REJECTED, base.name, { state: MeasureState.REJECTED });
    expect(await curator.run(base, { kind: "reject", reason: "Mine" })).toBe("already");
    expect(seen("a").state).toBe(MeasureState.REJECTED);
  });

  it("keeps what could not be sent, and repeats it with the same id", async () => {
    service.failures.push(failure(Code.Unavailable, "OUTCOME_UNKNOWN"));
    const outcome = await curator.run(seen("a"), { kind: "edit", title: "Typed", actor: "Army" });
    expect(outcome).toBe("unsaved");
    const kept = curator.getState().unsaved[0];
    expect(kept?.attempt.intent).toMatchObject({ title: "Typed", actor: "Army" });
    if (!kept) throw new Error("nothing kept");
    expect(await curator.retry(kept)).toBe("done");
    expect(service.get("a").title).toBe("Typed");
    expect(curator.getState().unsaved).toEqual([]);
  });

  it("does not do twice what was done although its answer got lost", async () => {
    const attempt = curator.attemptOf(seen("a"), { kind: "edit", title: "Typed", actor: "" });
    await service.clients().ingestion.updateMeasure({
      measure: { name: seen("a").name, etag: seen("a").etag, title: "Typed" },
      requestId: attempt.requestId,
    });
    const steps = service.steps.length;
    expect((await curator.submit(attempt)).conflict).toBeNull();
    expect(service.steps.length).toBe(steps);
  });

  it("undoes its own step, and not what somebody did after it", async () => {
    await curator.run(seen("a"), { kind: "edit", title: "Mine", actor: "" });
    service.changeAs(OTHER, CurationKind.ACCEPTED, measureName("a"), { accepted: true });
    await curator.undoLast();
    const undone = service.steps.find(({ undoneBy }) => undoneBy !== "");
    expect(undone).toMatchObject({ actor: ME, kind: CurationKind.EDITED });
  });

  it("undoes the last step first, then the one before", async () => {
    await curator.run(seen("a"), { kind: "accept" });
    await curator.run(seen("b"), { kind: "reject", reason: "No" });
    expect((await curator.undoLast())?.measure.name).toBe(measureName("b"));
    expect(seen("b").state).toBe(MeasureState.ACTIVE);
    expect((await curator.undoLast())?.measure.name).toBe(measureName("a"));
    expect(seen("a").accepted).toBe(false);
    expect(await curator.undoLast()).toBeNull();
  });

  it("lets go of a step that cannot be undone", async () => {
    await curator.run(seen("a"), { kind: "accept" });
    const step = service.steps[0];
    if (step?.changes[0]) delete step.changes[0].before;
    await expect(curator.undoLast()).rejects.toThrow();
    expect(await curator.undoLast()).toBeNull();
  });

  it("merges, and hands a form the measure that changed under it", async () => {
    const sources = [seen("b"), seen("c")];
    service.changeAs(OTHER, CurationKind.EDITED, measureName("c"), { title: "Other words" });
    const intent = { kind: "merge", sources, title: "", reason: "" } as const;
    const { conflict } = await curator.submit(curator.attemptOf(seen("a"), intent));
    expect(conflict).toMatchObject({
      base: { name: measureName("c"), title: "Title of c" },
      now: { title: "Other words" },
    });
    expect(service.get("b").state).toBe(MeasureState.ACTIVE);
    const again = { ...intent, sources: [seen("b"), seen("c")] };
    const { changed } = await curator.submit(curator.attemptOf(seen("a"), again));
    expect(changed.map(({ name }) => name)).toEqual(["a", "b", "c"].map(measureName));
    expect(seen("c").state).toBe(MeasureState.MERGED);
  });

  it("lets a form show what went wrong", async () => {
    service.failures.push(failure(Code.InvalidArgument, "INVALID_FIELDS"));
    const attempt = curator.attemptOf(seen("a"), { kind: "accept" });
    await expect(curator.submit(attempt)).rejects.toMatchObject({ code: Code.InvalidArgument });
    expect(curator.getState().unsaved).toEqual([]);
    expect(curator.getState().pending.size).toBe(0);
  });
});
