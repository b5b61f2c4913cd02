import { type Notice, notice, showInteger } from "../reply/index.js";
import { count, noted, virtualStudents } from "./organization-facts.js";
import type { CompanyFigures } from "./organization-figures.js";
import { legacyNotices, many, toDateNotices } from "./words.js";

/** What a reader must know to trust the figures. */
export function companyNotices(found: CompanyFigures): Notice[] {
  const { company, period, whole, byEvent, full } = found;
  const { total, counts } = whole;
  const said: Notice[] = [];
  if (full)
    said.push(
      notice(
        "Everybody ever linked is counted, whatever the date and the credit: sessions may count for another organisation too.",
      ),
    );
  const onUnknown = noted(total, "X60", "start_unknown");
  if (onUnknown > 0) {
    const all = many(count(total, "X60"), "session");
    const verb = onUnknown === 1 ? "rests" : "rest";
    said.push(notice(`${showInteger(onUnknown)} of ${all} ${verb} on an affiliation whose start is not recorded.`));
  }
  said.push(...reachNotices(found));
  const fallback = noted(total, "M30", "fallback");
  if (fallback > 0)
    said.push(
      notice(
        `Hours of ${many(fallback, "engagement")} come from the length of the session, because none were recorded.`,
      ),
    );
  const unheld = byEvent.rows.filter((row) => count(row, "X60") === 0).length;
  if (unheld > 0) {
    const those = unheld === 1 ? "is not marked Completed: it counts" : "are not marked Completed: they count";
    said.push(
      notice(
        `${many(unheld, "session")} that their volunteers attended ${those} in volunteers and hours, not as held.`,
        "warning",
      ),
    );
  }
  said.push(...legacyNotices(counts));
  if (company.names.length > 1)
    said.push(notice("The line “Together” counts every session and person once: it is not the sum of the lines."));
  else if (company.ids.length > 1)
    said.push(notice(`${company.ids.length} accounts share this name and are one organisation here.`));
  if (count(total, "X62") > 0)
    said.push(
      notice(
        'A wrong number of students is corrected by the session: reach "title or id" 80 reason:"counted at the door".',
      ),
    );
  said.push(...toDateNotices(period));
  return said;
}

/** What the students reached are: counted, estimated or not known. */
export function reachNotices({ whole: { total } }: Pick<CompanyFigures, "whole">): Notice[] {
  const said: Notice[] = [];
  const estimated = noted(total, "X13", "estimated");
  if (estimated > 0)
    said.push(
      notice(
        `Students are an estimate at ${many(estimated, "in-person session")}: rooms or rotations are not recorded, so everyone there is counted.`,
      ),
    );
  const uncounted = noted(total, "X13", "uncounted");
  if (uncounted > 0)
    said.push(
      notice(`Nobody counted the students at ${many(uncounted, "in-person session")}: they are not in the reach.`),
    );
  if (virtualStudents(total) === null)
    said.push(
      notice("Students reached virtually are not known: no teacher's attendance is recorded for these sessions yet."),
    );
  else if (count(total, "M73") > 0)
    said.push(notice("Students reached virtually are an estimate: confirmed teachers × a standard classroom."));
  return said;
}
