import { defineConfig } from "vitest/config";

/** Whole programs over sockets and in browsers: apart from the rooms, in a process without their bound of memory. */
const WHOLE = ["tests/main/**/*.test.ts", "tests/end-to-end/**/*.test.ts", "tests/doors/**/*.test.ts"];

const common = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  pool: "forks",
  // Modules are loaded once a worker and not once a file, which is a third of the time of the rooms.
  isolate: false,
  // The proxy variables of a developer's machine would also catch requests to 127.0.0.1.
  env: { HTTP_PROXY: "", HTTPS_PROXY: "", http_proxy: "", https_proxy: "" },
} as const;

export default defineConfig({
  test: {
    globalSetup: ["tests/databases.ts"],
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: "rooms",
          include: ["tests/**/*.test.ts"],
          exclude: WHOLE,
          // The bound has what a file leaves behind collected.
          execArgv: ["--max-old-space-size=900"],
        },
      },
      { test: { ...common, name: "whole", include: WHOLE } },
    ],
  },
});
