import { expect, test } from "vitest";
import { deliberationIdOf, idOf, nameOf } from "./names";

test("the ids in a name are found", () => {
  expect(idOf("deliberations/d/measures/m3")).toBe("m3");
  expect(deliberationIdOf("deliberations/d/measures/m3")).toBe("d");
  expect(deliberationIdOf("members/m")).toBe("");
  expect(nameOf("deliberations/d", "measures", "m3")).toBe("deliberations/d/measures/m3");
});
