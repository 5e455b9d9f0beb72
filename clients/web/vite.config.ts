import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": here("src"), "@gen": here("gen") } },
  build: {
    target: ["chrome120", "firefox128"],
    emptyOutDir: true,
    // Data URLs would need holes in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // Read by scripts/size.mjs; not served.
    manifest: true,
  },
  // `npx vite` while working on the page: the calls go to a running plenumd.
  server: {
    proxy: Object.fromEntries(
      ["^/plenum\\.", "^/d/[^/]+/(plenum\\.|session)", "^/session/"].map((path) => [
        path,
        { target: process.env.PLENUM_GATEWAY ?? "http://127.0.0.1:8080" },
      ]),
    ),
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    // A machine that has much else to do must not fail a test.
    testTimeout: 60_000,
  },
});
