import sql from "sql-template-tag";
import type { Reader, Transaction } from "../../pool/index.js";
import { PolarisError } from "../../runtime/index.js";
import { type Alert, type AlertRow, type AlertState, alertOf } from "./model.js";
import { changed, type Tell, takeTurn } from "./settle.js";

/** What a person may do about an alert. */
export type Response =
  | { readonly kind: "acknowledge" }
  | { readonly kind: "snooze"; readonly until: string }
  /** Takes an acknowledgement or a snooze back. */
  | { readonly kind: "reopen" };

const STATES: Readonly<Record<Response["kind"], AlertState>> = {
  acknowledge: "acknowledged",
  snooze: "snoozed",
  reopen: "open",
};

/**
 * Notes what somebody does about an alert, and shows it in the alert's own message.
 * @throws PolarisError not_found; argument_invalid when the problem has passed
 */
export async function respondToAlert(
  tx: Transaction,
  id: number,
  response: Response,
  parts: { readonly by: string; readonly now: string; readonly timeZone: string; readonly tell: Tell },
): Promise<Alert> {
  await takeTurn(tx, parts.now);
  const before = await findAlert(tx, id);
  if (before.state === "resolved")
    throw new PolarisError("argument_invalid", `Alert ${id} has passed already: there is nothing to be done about it.`);
  const state = STATES[response.kind];
  const until = response.kind === "snooze" ? response.until : null;
  const by = response.kind === "acknowledge" ? parts.by : null;
  await tx.run(sql`
    UPDATE alert SET state = ${state}, snoozed_until = ${until}, acknowledged_by = ${by}, acknowledged_at = ${by === null ? null : parts.now}
    WHERE id = ${id}`);
  const alert = await findAlert(tx, id);
  for (const telling of changed(alert, parts.timeZone, `${response.kind}:${parts.now}`)) await parts.tell(tx, telling);
  return alert;
}

/** The number of an alert as people write it, "12" or "#12". @throws PolarisError argument_invalid */
export function alertNumber(text: string): number {
  const number = /^#?\s*(\d{1,9})$/.exec(text.trim())?.[1];
  if (number === undefined)
    throw new PolarisError("argument_invalid", `“${text}” is no alert. Expected a number that "alerts" shows.`);
  return Number(number);
}

/** @throws PolarisError not_found */
export async function findAlert(reader: Reader, id: number): Promise<Alert> {
  const [row] = await reader.query<AlertRow>(sql`SELECT * FROM alert WHERE id = ${id}`);
  if (row === undefined)
    throw new PolarisError("not_found", `There is no alert ${id}. Expected a number that "alerts" shows.`);
  return alertOf(row);
}

/** Alerts that have not passed, the gravest and oldest first; with `resolved` the latest of those that have. */
export async function listAlerts(
  reader: Reader,
  which: { readonly check: string | null; readonly resolved: boolean },
): Promise<Alert[]> {
  const ofCheck = which.check === null ? sql`TRUE` : sql`check_name = ${which.check}`;
  const rows = await reader.query<AlertRow>(
    which.resolved
      ? sql`SELECT * FROM alert WHERE state = 'resolved' AND ${ofCheck} ORDER BY resolved_at DESC, id DESC LIMIT 200`
      : sql`SELECT * FROM alert WHERE state <> 'resolved' AND ${ofCheck}
          ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, opened_at, id`,
  );
  return rows.map(alertOf);
}
