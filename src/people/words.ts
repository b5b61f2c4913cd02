import { folded } from "./narrow.js";

/** Whether each word asked for begins a word of the name: "vict" is in Victor Chase. A single letter is only ever a word by itself (ruling S3). */
export function beginsWords(name: string, asked: string): boolean {
  const words = folded(name).split(" ");
  const parts = folded(asked).split(" ").filter(Boolean);
  const fits = (part: string) => words.some((word) => (part.length === 1 ? word === part : word.startsWith(part)));
  return parts.length > 0 && parts.every(fits);
}
