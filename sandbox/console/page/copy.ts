import type { Page } from "./page.js";

export function copyText(page: Page, text: string): void {
  navigator.clipboard.writeText(text).catch(() => page.tell("The browser does not allow copying here."));
}
