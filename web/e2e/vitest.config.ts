import { defineConfig } from "vitest/config";

// One browser and one server at a time: the machine that runs this is small,
// and a fake camera is slow enough as it is.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.e2e.ts"],
    environment: "node",
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
