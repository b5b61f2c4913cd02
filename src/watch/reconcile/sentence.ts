import { nameOf, type ObjectComparison, type ReconcileResult } from "./model.js";

/** Objects named one by one in a sentence. */
const NAMED = 4;

const shown = (count: number): string => count.toLocaleString("en-US");

/** "Contact: 1,204 of 1,204 equal; Session__c: 3 differ." */
export function sentenceOf({ objects, unread }: ReconcileResult): string {
  if (objects.length === 0)
    return unread.length === 0
      ? "There is nothing to compare."
      : "Nothing can be compared yet: no sync has read Salesforce to its end. The first load is where comparing starts.";
  const troubled = objects.filter(({ verdict }) => verdict === "different" || verdict === "failed");
  const agreeing = objects.filter((each) => !troubled.includes(each));
  const named = troubled.slice(0, NAMED).map(clauseOf);
  if (troubled.length > NAMED) named.push(`${troubled.length - NAMED} more objects differ`);
  const [only] = agreeing;
  if (only !== undefined) named.push(agreeing.length === 1 ? clauseOf(only) : together(agreeing, troubled.length > 0));
  return `${named.join("; ")}.`;
}

/** What came of one object, in a few words. */
export function clauseOf(comparison: ObjectComparison): string {
  const { rows, error, drift, verdict } = comparison;
  const name = nameOf(comparison);
  if (error !== null) return `${name} could not be compared`;
  const differing = rows.missing + rows.extra + rows.changed;
  if (differing > 0) return `${name}: ${shown(differing)} of ${shown(Math.max(rows.source, rows.pool))} differ`;
  const compared = rows.source - rows.explained;
  const equal = `${name}: ${shown(rows.equal + rows.tolerated)} of ${shown(compared)} equal`;
  const tolerated = rows.tolerated === 0 ? "" : `, ${shown(rows.tolerated)} of them within tolerance`;
  // A field may have changed in several ways.
  const changed = new Set(drift.map(({ field }) => field)).size;
  return `${equal}${tolerated}${verdict === "different" ? `, but ${changed} of its fields changed` : ""}`;
}

function together(objects: readonly ObjectComparison[], others: boolean): string {
  const rows = objects.reduce((sum, each) => sum + each.rows.source - each.rows.explained, 0);
  const tolerated = objects.reduce((sum, each) => sum + each.rows.tolerated, 0);
  const which = others ? `the other ${objects.length} objects` : `All ${objects.length} objects`;
  return `${which} agree (${shown(rows)} rows${tolerated === 0 ? "" : `, ${shown(tolerated)} within tolerance`})`;
}
