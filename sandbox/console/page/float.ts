const GAP = 4;
const MARGIN = 8;

/**
 * Holds `panel` (a shown popover) below `anchor`, above it where there is more room. Closes on a click elsewhere and when
 * the anchor goes away. Answers how to let go.
 */
export function floatAt(panel: HTMLElement, anchor: HTMLElement, close: () => void): () => void {
  const place = () => {
    if (!anchor.isConnected) return close();
    const box = anchor.getBoundingClientRect();
    const below = window.innerHeight - box.bottom - MARGIN;
    const above = box.top - MARGIN;
    const height = panel.scrollHeight;
    const isBelow = height <= below || below >= above;
    panel.style.maxHeight = `${Math.max(120, (isBelow ? below : above) - GAP)}px`;
    panel.style.minWidth = `${Math.min(box.width, window.innerWidth - 2 * MARGIN)}px`;
    const { width, height: shown } = panel.getBoundingClientRect();
    panel.style.left = `${Math.max(MARGIN, Math.min(box.left, window.innerWidth - width - MARGIN))}px`;
    panel.style.top = `${isBelow ? box.bottom + GAP : Math.max(MARGIN, box.top - GAP - shown)}px`;
  };
  const outside = ({ target }: Event) => {
    if (target instanceof Node && !panel.contains(target) && !anchor.contains(target)) close();
  };
  place();
  const changes = new ResizeObserver(place);
  changes.observe(panel);
  window.addEventListener("resize", place);
  document.addEventListener("scroll", place, true);
  document.addEventListener("pointerdown", outside, true);
  return () => {
    changes.disconnect();
    window.removeEventListener("resize", place);
    document.removeEventListener("scroll", place, true);
    document.removeEventListener("pointerdown", outside, true);
  };
}
