import type { ConsoleFile } from "../../slack/console-types.js";
import { upload } from "./api.js";
import type { Page } from "./page.js";

/** Uploads each; tells about those that fail and answers the others. */
export async function uploadAll(page: Page, files: readonly File[]): Promise<readonly ConsoleFile[]> {
  const answers = await Promise.all(files.map((file) => upload(page.state.user, file)));
  return answers.flatMap((answer) => {
    if (answer.ok) return [answer.file];
    page.tell(answer.text);
    return [];
  });
}

/** Lets files be dropped on `zone`; `name` says where they would go. */
export function dropOn(zone: HTMLElement, take: (files: readonly File[]) => void): void {
  let depth = 0;
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
  const mark = (by: number) => {
    depth = Math.max(0, depth + by);
    zone.classList.toggle("dropping", depth > 0);
  };
  zone.addEventListener("dragenter", (event) => {
    if (hasFiles(event)) mark(1);
  });
  zone.addEventListener("dragleave", (event) => {
    if (hasFiles(event)) mark(-1);
  });
  zone.addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  zone.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    depth = 0;
    zone.classList.remove("dropping");
    if (event.defaultPrevented) return;
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
}
