import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/databases.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    // No module of ours keeps what would reach from one file to the next, and loading them all for each file cost half of the time.
    isolate: false,
    // The proxy variables of a developer's machine would also catch requests to 127.0.0.1.
    env: { HTTP_PROXY: "", HTTPS_PROXY: "", http_proxy: "", https_proxy: "" },
  },
});
