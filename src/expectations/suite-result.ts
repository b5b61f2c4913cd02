import type { ExpectationResult, JsonObject, SuiteResult } from "./model.js";
import type { Suite } from "./suite.js";

export function suiteResult(suite: Suite, results: readonly ExpectationResult[], meta: JsonObject): SuiteResult {
  const successful = results.filter(({ success }) => success).length;
  return {
    success: successful === results.length,
    results,
    suite_name: suite.name,
    suite_parameters: suite.parameters,
    statistics: {
      evaluated_expectations: results.length,
      successful_expectations: successful,
      unsuccessful_expectations: results.length - successful,
      success_percent: results.length === 0 ? null : (successful / results.length) * 100,
    },
    meta: { ...suite.meta, ...meta },
    id: suite.id,
  };
}
