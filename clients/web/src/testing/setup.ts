import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// Bounds for machines that have much else to do: a test that waits for what comes does not take longer.
vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 15_000 });

// What the browser of the tests lacks. Some tests run without one.
if (globalThis.window !== undefined) {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  Element.prototype.scrollIntoView ??= () => undefined;
}

afterEach(() => {
  cleanup();
  // Tests that run without a browser have none.
  globalThis.localStorage?.clear();
});
