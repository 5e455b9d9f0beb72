import { describe, expect, it } from "vitest";
import { commandOf, isTypedIn, type Press } from "./keys";

function press(key: string, rest: Partial<Press> = {}): Press {
  const off = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
  return { key, code: "", isComposing: false, ...off, ...rest };
}

describe("commandOf", () => {
  it("knows letters anywhere and arrows on a measure only", () => {
    expect(commandOf(press("a"), false)).toBe("accept");
    expect(commandOf(press("ArrowDown"), false)).toBeNull();
    expect(commandOf(press("ArrowDown"), true)).toBe("next");
    expect(commandOf(press("x"), true)).toBeNull();
  });

  it("tells marking from merging by Shift", () => {
    expect(commandOf(press("m", { code: "KeyM" }), true)).toBe("mark");
    expect(commandOf(press("M", { code: "KeyM", shiftKey: true }), true)).toBe("merge");
  });

  it("leaves the browser's own shortcuts alone", () => {
    expect(commandOf(press("a", { ctrlKey: true }), true)).toBeNull();
    expect(commandOf(press("r", { metaKey: true }), true)).toBeNull();
    expect(commandOf(press("ArrowUp", { altKey: true }), true)).toBeNull();
  });

  it("works by the place of the key while Hangul is written", () => {
    expect(commandOf(press("ㅁ", { code: "KeyA" }), true)).toBe("accept");
    expect(commandOf(press("Process", { code: "KeyJ" }), true)).toBe("next");
    expect(commandOf(press("ㅡ", { code: "KeyM", shiftKey: true }), true)).toBe("merge");
  });

  it("goes by the letter and not the place on other Latin keyboards", () => {
    expect(commandOf(press("a", { code: "KeyQ" }), true)).toBe("accept");
  });
});

describe("isTypedIn", () => {
  it("is so in fields, choices and dialogs", () => {
    document.body.innerHTML =
      "<input><select></select><textarea></textarea><dialog><p></p></dialog><button></button>";
    for (const place of ["input", "select", "textarea", "dialog p"]) {
      expect(isTypedIn(document.querySelector(place))).toBe(true);
    }
    expect(isTypedIn(document.querySelector("button"))).toBe(false);
    expect(isTypedIn(document)).toBe(false);
  });
});
