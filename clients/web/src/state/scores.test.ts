import { create } from "@bufbuild/protobuf";
import { MeasureSchema, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { CriterionSchema, ScoreSchema } from "@gen/plenum/scoring/v1/scoring_pb";
import { describe, expect, it } from "vitest";
import { progressOf, takingPart } from "./scores";

const measures = ["m1", "m2"].map((name) =>
  create(MeasureSchema, { name, state: MeasureState.ACTIVE }),
);
const criteria = ["c1", "c2"].map((name) => create(CriterionSchema, { name }));
const score = (member: string, measure: string, criterion: string) =>
  create(ScoreSchema, { member, measure, criterion });

describe("progress in scoring", () => {
  it("counts one's own cells, and names the first measure that lacks one", () => {
    const scores = [
      score("ben", "m1", "c1"),
      score("ben", "m1", "c2"),
      score("ben", "m2", "c2"),
      score("ana", "m2", "c1"),
    ];
    expect(progressOf(scores, "ben", measures, criteria)).toEqual({
      done: 3,
      total: 4,
      next: "m2",
    });
  });

  it("leaves out scores of measures and criteria that take no part", () => {
    const scores = [score("ben", "gone", "c1"), score("ben", "m1", "gone")];
    expect(progressOf(scores, "ben", measures, criteria).done).toBe(0);
  });

  it("is complete when nothing lacks", () => {
    const scores = measures.flatMap((measure) =>
      criteria.map((criterion) => score("ben", measure.name, criterion.name)),
    );
    expect(progressOf(scores, "ben", measures, criteria)).toEqual({ done: 4, total: 4, next: "" });
  });
});

describe("measures that take part", () => {
  it("are those that nobody took out", () => {
    const rejected = create(MeasureSchema, { name: "m3", state: MeasureState.REJECTED });
    expect(takingPart([...measures, rejected])).toEqual(measures);
  });
});
