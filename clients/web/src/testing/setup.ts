import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
  cleanup();
  // Tests that run without a browser have none.
  globalThis.localStorage?.clear();
});
