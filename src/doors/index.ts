export * from "./http/index.js";
export * from "./slack/index.js";
export * from "./terminal/index.js";
