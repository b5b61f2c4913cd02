/** Line drawings on a 20 × 20 field, in the colour of the text around them. */
const SHAPES = {
  hash: "M8 3 6 17M14 3l-2 14M3.5 7.5h14M2.5 12.5h14",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  home: "M3 9.5 10 3l7 6.5M5 8v9h10V8M8.5 17v-4.5h3V17",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  close: "M5 5l10 10M15 5 5 15",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  reply: "M4 4h12v9H9l-4 3.5V13H4z",
  send: "M3 3.5 17.5 10 3 16.5 5.5 10zM5.5 10H12",
  attach: "M10 4v12M4 10h12",
  bolt: "M11 2.5 4.5 11.5H9.5L8.5 17.5 15.5 8.5h-5z",
  eye: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  code: "M7 6 3 10l4 4M13 6l4 4-4 4",
  ear: "M4 8v4h3l4 3.5v-11L7 8zM14 7.5a3.5 3.5 0 0 1 0 5M16 5.5a6 6 0 0 1 0 9",
  copy: "M7 7h9v10H7zM4 13V3h9",
  download: "M10 3v9.5M6 9l4 4 4-4M4 16.5h12",
  down: "M5.5 8 10 12.5 14.5 8",
  plus: "M10 4.5v11M4.5 10h11",
  check: "M4 10.5 8 14.5 16 6",
  warning: "M10 3 18 16.5H2zM10 8v4M10 14.2h.01",
  list: "M7 5.5h10M7 10h10M7 14.5h10M3.2 5.5h.01M3.2 10h.01M3.2 14.5h.01",
  upload: "M10 13V4M6 7.5l4-4 4 4M4 16.5h12",
  picture: "M3 4h14v12H3zM3 14l4.5-4.5L11 13l2.5-2.5L17 14M13 7.5h.01",
  back: "M12.5 5 7.5 10l5 5",
} as const;

export type Icon = keyof typeof SHAPES;

export function icon(name: Icon): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("class", `icon icon-${name}`);
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  drawing.append(path);
  return drawing;
}
