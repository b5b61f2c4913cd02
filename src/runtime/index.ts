export * from "./clock.js";
export * from "./errors.js";
export * from "./ids.js";
export * from "./log.js";
export * from "./organization.js";
export * from "./paths.js";
export * from "./settings.js";
export * from "./within.js";
