import { create } from "@bufbuild/protobuf";
import { BlockKind, BlockSchema } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { describe, expect, it } from "vitest";
import { blocksOf, chunksOf, groupsOf } from "./outline";

const block = (kind: BlockKind, level = 0, page = 0) => create(BlockSchema, { kind, level, page });
const { HEADING, PARAGRAPH, LIST_ITEM, QUOTE, CAPTION, CHROME } = BlockKind;

describe("groupsOf", () => {
  const levels = (...given: number[]) =>
    groupsOf(given.map((level) => block(HEADING, level))).map((group) =>
      group.kind === "heading" ? group.level : 0,
    );

  it("leaves no gaps between levels of headings", () => {
    expect(levels(1, 2, 3, 2)).toEqual([3, 4, 5, 4]);
    expect(levels(2, 4, 6, 4, 2)).toEqual([3, 4, 5, 4, 3]);
    expect(levels(6, 1)).toEqual([3, 3]);
    expect(levels(1, 2, 3, 4, 5, 6)).toEqual([3, 4, 5, 6, 6, 6]);
  });

  it("makes one list of items that follow each other", () => {
    const groups = groupsOf(
      [PARAGRAPH, LIST_ITEM, LIST_ITEM, PARAGRAPH, LIST_ITEM].map((k) => block(k)),
    );
    expect(groups.map(({ kind }) => kind)).toEqual(["paragraph", "list", "paragraph", "list"]);
    expect(groups.flatMap(blocksOf)).toEqual([0, 1, 2, 3, 4]);
  });

  it("tells where each page begins, and nothing without pages", () => {
    const groups = groupsOf([block(PARAGRAPH, 0, 1), block(PARAGRAPH, 0, 1), block(QUOTE, 0, 3)]);
    expect(groups.map((group) => (group.kind === "page" ? group.page : group.kind))).toEqual([
      1,
      "paragraph",
      "paragraph",
      3,
      "quote",
    ]);
    expect(groupsOf([block(CAPTION), block(CHROME)]).map(({ kind }) => kind)).toEqual([
      "caption",
      "chrome",
    ]);
  });
});

describe("chunksOf", () => {
  it("holds all groups in their order", () => {
    const groups = groupsOf(Array.from({ length: 95 }, () => block(PARAGRAPH)));
    const chunks = chunksOf(groups);
    expect(chunks.map(({ id }) => id)).toEqual([0, 40, 80]);
    expect(chunks.flatMap((chunk) => chunk.groups)).toEqual(groups);
  });
});
