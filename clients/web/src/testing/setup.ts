import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

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
