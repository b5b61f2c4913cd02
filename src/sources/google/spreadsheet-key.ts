import { PolarisError } from "../../runtime/index.js";

const IN_ADDRESS = /\/spreadsheets\/d\/([A-Za-z0-9_-]{10,})/;
const KEY = /^[A-Za-z0-9_-]{10,}$/;

/**
 * The key of a spreadsheet from its whole address or the key itself. Slack sends addresses as <https://…>.
 * @throws PolarisError argument_invalid
 */
export function spreadsheetKey(text: string): string {
  const plain = text.trim().replace(/^<([^|>]+)(?:\|[^>]*)?>$/, "$1");
  const key = IN_ADDRESS.exec(plain)?.[1] ?? (KEY.test(plain) ? plain : null);
  if (key !== null) return key;
  throw new PolarisError(
    "argument_invalid",
    `“${plain.slice(0, 80)}” is no Google Sheet. Expected its whole address, as in https://docs.google.com/spreadsheets/d/…/edit, or the key that stands in it.`,
  );
}
