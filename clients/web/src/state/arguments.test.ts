import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { ArgumentSchema, Side } from "@gen/plenum/deliberation/v1/argument_pb";
import { describe, expect, it } from "vitest";
import { threadsOf } from "@/pages/measure/arguments";
import { newArguments } from "./arguments";

const said = (name: string, given: { author?: string; ms?: number; measure?: string } = {}) =>
  create(ArgumentSchema, {
    name,
    measure: given.measure ?? "m1",
    author: given.author ?? "ben",
    side: Side.PRO,
    createTime: timestampFromMs(given.ms ?? 1_000),
  });

describe("what is new to a reader", () => {
  it("was said by others, after the last visit to the measure", () => {
    const all = [
      said("old", { ms: 1_000 }),
      said("new", { ms: 2_001 }),
      said("mine", { ms: 3_000, author: "ana" }),
      said("elsewhere", { ms: 1, measure: "m2" }),
    ];
    const fresh = newArguments(all, { m1: 2_000 }, "ana").map(({ name }) => name);
    expect(fresh).toEqual(["new", "elsewhere"]);
  });

  it("is nothing that was hidden", () => {
    const hidden = said("hidden");
    hidden.hiddenBy = "ana";
    expect(newArguments([hidden], {}, "chloe")).toEqual([]);
  });
});

describe("the arguments on a measure", () => {
  it("stand on their side in the order of saying, replies with what they reply to", () => {
    const con = said("con");
    con.side = Side.CON;
    const reply = said("reply");
    reply.side = Side.UNSPECIFIED;
    reply.replyTo = "con";
    const other = said("other", { measure: "m2" });
    const threads = threadsOf([said("first"), con, reply, said("second"), other], "m1");
    expect(threads[Side.PRO].map(({ name }) => name)).toEqual(["first", "second"]);
    expect(threads[Side.CON].map(({ name }) => name)).toEqual(["con"]);
    expect(threads.replies.get("con")?.map(({ name }) => name)).toEqual(["reply"]);
    expect(threads.replies.size).toBe(1);
  });
});
