// Makes the pictures of docs/images: `npm run screenshots`, with PLENUM_BIN as for the tests.
import base from "./playwright.config";

export default {
  ...base,
  testDir: "screenshots",
  testMatch: "*.shots.ts",
  workers: 1,
  reporter: [["line"]],
};
