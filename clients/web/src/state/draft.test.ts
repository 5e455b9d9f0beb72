import { describe, expect, test } from "vitest";
import {
  changedFields,
  conflictsOf,
  emptyDraft,
  keepMine,
  takeTheirs,
  valuesOf,
  withField,
} from "./draft";

interface Values {
  title: string;
  text: string;
}
const before: Values = { title: "Bases", text: "All of them" };
const after: Values = { title: "Hardened bases", text: "All of them" };

describe("a draft", () => {
  test("follows what others change in fields that were not touched", () => {
    const draft = withField(emptyDraft<Values>(), before, { text: "Two of them" });
    expect(valuesOf(draft, after)).toEqual({ title: "Hardened bases", text: "Two of them" });
    expect(conflictsOf(draft, after)).toEqual([]);
    expect(changedFields(draft, after)).toEqual(["text"]);
  });

  test("is in conflict where somebody else changed the same field", () => {
    const draft = withField(emptyDraft<Values>(), before, { title: "Safer bases" });
    expect(conflictsOf(draft, before)).toEqual([]);
    expect(conflictsOf(draft, after)).toEqual(["title"]);
    expect(valuesOf(draft, after).title).toBe("Safer bases");
  });

  test("is in no conflict where both wrote the same", () => {
    const draft = withField(emptyDraft<Values>(), before, { title: "Hardened bases" });
    expect(conflictsOf(draft, after)).toEqual([]);
    expect(changedFields(draft, after)).toEqual([]);
  });

  test("stays in conflict while its writer goes on writing", () => {
    let draft = withField(emptyDraft<Values>(), before, { title: "Safer" });
    draft = withField(draft, after, { title: "Safer bases" });
    expect(conflictsOf(draft, after)).toEqual(["title"]);
  });

  test("keeps what was written once its writer said so, until the next change by others", () => {
    let draft = withField(emptyDraft<Values>(), before, { title: "Safer bases" });
    draft = keepMine(draft, after, "title");
    expect(conflictsOf(draft, after)).toEqual([]);
    expect(changedFields(draft, after)).toEqual(["title"]);
    expect(conflictsOf(draft, { ...after, title: "Bases again" })).toEqual(["title"]);
  });

  test("takes what others wrote, and follows it from then on", () => {
    let draft = withField(emptyDraft<Values>(), before, { title: "Safer bases" });
    draft = takeTheirs(draft, "title");
    expect(valuesOf(draft, after).title).toBe("Hardened bases");
    expect(changedFields(draft, after)).toEqual([]);
  });
});
