// Figures of the page in Debian's Chromium; `./dev bench page` runs it. Not a test: it asserts no time.
import base from "./playwright.config";

export default {
  ...base,
  testDir: "bench",
  testMatch: "*.bench.ts",
  workers: 1,
  timeout: 300_000,
  reporter: [["line"]],
};
