import type { Page } from "playwright-core";

/** Text whose contrast with what lies behind it is under 4.5, as "2.31 words". Text of what is switched off is exempt. */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const paint = canvas.getContext("2d", { willReadFrequently: true });
    if (paint === null) throw new Error("no canvas");
    // Any CSS colour over another, as the browser mixes them.
    const over = (below: string, above: string): string => {
      for (const color of [below, above]) {
        paint.fillStyle = color;
        paint.fillRect(0, 0, 1, 1);
      }
      const [red, green, blue] = paint.getImageData(0, 0, 1, 1).data;
      return `rgb(${red} ${green} ${blue})`;
    };
    const luminance = (color: string): number => {
      const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element: Element): string => {
      const layers: string[] = [];
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        layers.push(getComputedStyle(at).backgroundColor);
      return layers.reverse().reduce(over, getComputedStyle(document.body).backgroundColor);
    };
    const faint: string[] = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const element = node.parentElement;
      const words = node.textContent?.trim() ?? "";
      if (
        element === null ||
        words === "" ||
        !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      )
        continue;
      if (element.closest(".unseen, .skip, dialog:not([open])")) continue;
      const ground = behind(element);
      const [low = 0, high = 0] = [luminance(over(ground, getComputedStyle(element).color)), luminance(ground)].sort(
        (a, b) => a - b,
      );
      const contrast = (high + 0.05) / (low + 0.05);
      if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${words.slice(0, 60)}`);
    }
    return faint;
  });
}
