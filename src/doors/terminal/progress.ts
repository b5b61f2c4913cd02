import type { Progress } from "../../command/index.js";

export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** "Contact: 2,000 of 8,000 · 1,900 a second · 3 s left" */
export function progressWords({ stage, done, total, perSecond, secondsLeft }: Progress): string {
  const rows =
    total !== null ? `${number.format(done)} of ${number.format(total)}` : done > 0 ? number.format(done) : "…";
  const pieces = [`${stage}: ${rows}`];
  if (perSecond !== null) pieces.push(`${number.format(perSecond)} a second`);
  if (secondsLeft !== null) pieces.push(`${number.format(secondsLeft)} s left`);
  return pieces.join(" · ");
}

/** Shows long work on stderr: one line that changes where a person looks, a line for each stage in a log. */
export class ProgressLine {
  readonly #screen: Screen;
  #stage: string | null = null;
  #isOpen = false;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  show(progress: Progress): void {
    if (this.#screen.isTTY === true) {
      this.#screen.write(`\r\u001b[2K${progressWords(progress)}`);
      this.#isOpen = true;
    } else if (progress.stage !== this.#stage || progress.done === progress.total) {
      this.#screen.write(`${progressWords(progress)}\n`);
    }
    this.#stage = progress.stage;
  }

  end(): void {
    if (this.#isOpen) this.#screen.write("\r\u001b[2K");
    this.#isOpen = false;
  }
}
