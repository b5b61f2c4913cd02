import { type Dataset, type IncomingRow, readSurvey, surveyName, withChoices } from "../../sources/index.js";
import { readRows } from "./every-row.js";
import type { ImportStrategy } from "./model.js";

/** Reads a survey with the headers that organization.yml names for it. */
export const takeSurvey: ImportStrategy = async (job) => {
  const mapping = job.organization.surveys[surveyName(job.rules)] ?? {};
  const read: Dataset["read"] = (row, rules) => {
    const judged = job.dataset.read(row, rules);
    return judged.some(isSetAside) ? judged : readSurvey(row, rules, mapping);
  };
  const batch = await job.batch(job.dataset.name, job.dataset.label);
  await batch.store(readRows({ read }, withChoices(job.rows), job.rules));
};

/** Whether the suite of the dataset keeps the row out. */
function isSetAside(row: IncomingRow): boolean {
  const reading = row.read();
  return reading.kind === "refused" && reading.reason === "expectation_failed";
}
