import { asPolarisError } from "./runtime/index.js";

/** Prints at the terminal what could not be done and why; of what nobody expected, where it came from. @returns the exit status. */
export function complain(what: string, thrown: unknown): 1 {
  const error = asPolarisError(thrown);
  console.error(`${what} ${error.message}`);
  if (error.code === "internal") console.error(error.cause);
  return 1;
}
