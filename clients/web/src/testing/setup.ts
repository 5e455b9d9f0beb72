import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// What the browser of the tests lacks. Some tests run without one.
if (globalThis.window !== undefined) {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  Element.prototype.scrollIntoView ??= () => undefined;
}

// A machine that has much else to do must not fail a test.
configure({ asyncUtilTimeout: 15_000 });

afterEach(() => {
  cleanup();
  // Tests that run without a browser have none.
  globalThis.localStorage?.clear();
});
