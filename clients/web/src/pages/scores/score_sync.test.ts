import { Code } from "@connectrpc/connect";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import { GATHER_MS, readDrafts, type ScoreDraft, ScoreSync } from "./score_sync";

const KEY = "scores";
const draft = (measure: string, value: number): ScoreDraft => ({
  measure,
  criterion: "c",
  value,
  confidence: 0,
  reason: "",
  quote: "",
  argument: "",
});
const unavailable = () => new Problem(Code.Unavailable, "UNAVAILABLE", "down");

function makeSync(answers: (Error | null)[] = []) {
  const sent: { values: [string, number][]; id: string }[] = [];
  const saved: string[] = [];
  const sync = new ScoreSync(
    KEY,
    async (scores, id) => {
      sent.push({ values: scores.map(({ measure, value }) => [measure, value]), id });
      const answer = answers.shift() ?? null;
      if (answer) throw answer;
    },
    (scores) => saved.push(...scores.map(({ measure }) => measure)),
  );
  return { sync, sent, saved, state: () => sync.getSnapshot().state };
}

describe("entered scores", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("are sent together after a moment, and are then saved", async () => {
    const { sync, sent, saved, state } = makeSync();
    sync.set(draft("m1", 3));
    sync.set(draft("m2", 4));
    sync.set(draft("m1", 5));
    expect(state()).toBe("waiting");
    expect(localStorage.getItem(KEY)).not.toBeNull();
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    expect(sent.map(({ values }) => values)).toEqual([
      [
        ["m1", 5],
        ["m2", 4],
      ],
    ]);
    expect(saved).toEqual(["m1", "m2"]);
    expect(state()).toBe("saved");
    expect(localStorage.getItem(KEY)).toBeNull();
  });

  it("stay on the device while the server is away, and go again under the same id", async () => {
    const { sync, sent, state } = makeSync([unavailable(), unavailable()]);
    sync.set(draft("m1", 3));
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    expect(state()).toBe("offline");
    expect(readDrafts(JSON.parse(localStorage.getItem(KEY) ?? "null")).size).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state()).toBe("saved");
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  it("go at once when the network is back", async () => {
    const { sync, state } = makeSync([unavailable()]);
    sync.set(draft("m1", 3));
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    sync.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toBe("saved");
  });

  it("are there after a reload, and are sent then", async () => {
    const before = makeSync([unavailable()]);
    before.sync.set(draft("m1", 3));
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    vi.clearAllTimers();
    const after = makeSync();
    expect(after.sync.getSnapshot().drafts.get("m1", "c")?.value).toBe(3);
    after.sync.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(after.saved).toEqual(["m1"]);
  });

  it("that change while they are sent are sent again", async () => {
    const { sync, sent, state } = makeSync();
    sync.set(draft("m1", 3));
    vi.advanceTimersByTime(GATHER_MS);
    sync.set(draft("m1", 4));
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toBe("waiting");
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    expect(sent.map(({ values }) => values)).toEqual([[["m1", 3]], [["m1", 4]]]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
    expect(state()).toBe("saved");
  });

  it("that the server refuses are named, and keep no others back", async () => {
    const problem = new Problem(Code.InvalidArgument, "INVALID_FIELDS", "bad", [
      { field: "scores[1].quote", description: "is no quote" },
    ]);
    const { sync, saved, state } = makeSync([problem]);
    sync.set(draft("m1", 3));
    sync.set(draft("m2", 4));
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    expect(saved).toEqual(["m1"]);
    expect(sync.getSnapshot().wrong.get("m2", "c")).toBe("is no quote");
    expect(sync.getSnapshot().drafts.size).toBe(1);
    sync.set(draft("m2", 5));
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    expect(saved).toEqual(["m1", "m2"]);
    expect(state()).toBe("saved");
  });

  it("are not sent again by themselves when the phase does not take them", async () => {
    const problem = new Problem(Code.FailedPrecondition, "WRONG_PHASE", "not now");
    const { sync, sent, state } = makeSync([problem]);
    sync.set(draft("m1", 3));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state()).toBe("refused");
    expect(sync.getSnapshot().problem?.reason).toBe("WRONG_PHASE");
    expect(sent).toHaveLength(1);
    sync.drop("m1", "c");
    expect(state()).toBe("saved");
    expect(localStorage.getItem(KEY)).toBeNull();
  });

  it("are read as nothing when what is kept is damaged", () => {
    const kept = [null, 3, { measure: "m", criterion: "c" }, draft("m", 1)];
    expect([...readDrafts(kept).values()]).toEqual([draft("m", 1)]);
    expect(readDrafts({}).size).toBe(0);
  });
});
