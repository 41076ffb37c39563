import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { root: import.meta.dirname, include: ["bench.ts"], environment: "node", testTimeout: 300_000, hookTimeout: 120_000, reporters: ["dot"] },
});
