import { act, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { isUnkept, readStored, setStored, useStored } from "./stored";

const asText = (kept: unknown) => (typeof kept === "string" ? kept : "nothing");

function changeInOtherTab(key: string, value: string): void {
  localStorage.setItem(key, value);
  window.dispatchEvent(new StorageEvent("storage", { key }));
}

describe("a stored value", () => {
  it("is there after a reload, and gone when it is forgotten", () => {
    const first = renderHook(() => useStored("a", asText));
    act(() => first.result.current[1]("words"));
    expect(first.result.current[0]).toBe("words");
    first.unmount();
    const second = renderHook(() => useStored("a", asText));
    expect(second.result.current[0]).toBe("words");
    act(() => second.result.current[1](null));
    expect(second.result.current[0]).toBe("nothing");
    expect(localStorage.getItem("a")).toBeNull();
  });

  it("follows other tabs", () => {
    const { result } = renderHook(() => useStored("b", asText));
    act(() => changeInOtherTab("b", '"theirs"'));
    expect(result.current[0]).toBe("theirs");
  });

  it("is the same in two components", () => {
    const one = renderHook(() => useStored("c", asText));
    const other = renderHook(() => useStored("c", asText));
    act(() => one.result.current[1]("both"));
    expect(other.result.current[0]).toBe("both");
  });

  it("is read as nothing when it is damaged", () => {
    localStorage.setItem("d", "{");
    expect(renderHook(() => useStored("d", asText)).result.current[0]).toBe("nothing");
  });

  it("stays while the page is open when the device has no room", () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    const { result } = renderHook(() => useStored("e", asText));
    act(() => result.current[1]("only here"));
    expect(result.current[0]).toBe("only here");
    expect(isUnkept("e")).toBe(true);
    vi.restoreAllMocks();
    act(() => setStored("e", "kept"));
    expect(isUnkept("e")).toBe(false);
    expect(readStored("e")).toBe("kept");
  });
});
