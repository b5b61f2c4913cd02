/** The emoji that an app for volunteers' reports is likely to use; others stay as :name:. */
const EMOJI: Readonly<Record<string, string>> = {
  "+1": "👍",
  arrow_down: "⬇️",
  arrow_right: "➡️",
  arrow_up: "⬆️",
  arrows_counterclockwise: "🔄",
  bar_chart: "📊",
  bell: "🔔",
  books: "📚",
  bulb: "💡",
  calendar: "📅",
  chart_with_downwards_trend: "📉",
  chart_with_upwards_trend: "📈",
  clock: "🕒",
  compass: "🧭",
  eyes: "👀",
  file_folder: "📁",
  gear: "⚙️",
  hourglass_flowing_sand: "⏳",
  inbox_tray: "📥",
  information_source: "ℹ️",
  large_green_circle: "🟢",
  large_red_circle: "🔴",
  large_yellow_circle: "🟡",
  lock: "🔒",
  mag: "🔍",
  memo: "📝",
  mortar_board: "🎓",
  no_entry: "⛔",
  page_facing_up: "📄",
  paperclip: "📎",
  point_right: "👉",
  raised_hands: "🙌",
  rocket: "🚀",
  rotating_light: "🚨",
  school: "🏫",
  smile: "😄",
  sparkles: "✨",
  star: "⭐",
  stopwatch: "⏱️",
  tada: "🎉",
  thinking_face: "🤔",
  warning: "⚠️",
  wave: "👋",
  white_check_mark: "✅",
  x: "❌",
};

export function emojiNamed(name: string): string | null {
  return Object.hasOwn(EMOJI, name) ? (EMOJI[name] ?? null) : null;
}

/** Slack's rich text gives code points: "1f44b-1f3fd". */
export function emojiFromCode(code: string): string | null {
  if (!/^[\da-f]{2,6}(-[\da-f]{2,6})*$/i.test(code)) return null;
  const points = code.split("-").map((part) => Number.parseInt(part, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : null;
}
