import type { Check } from "../problems/check.js";
import { problemsOf } from "./problems.js";
import { lastReconciliation } from "./store.js";

/** What the last comparison of every object left to tell. */
export const reconcileProblems: Check = {
  name: "reconcile",
  async find(reader) {
    const last = await lastReconciliation(reader);
    return last === null ? [] : problemsOf(last);
  },
};
