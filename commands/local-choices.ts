/** What can be asked of whether somebody, or an organisation, is local (ruling P5). */
export const LOCAL = [
  { value: "local", label: "Local", also: ["yes"] },
  { value: "partial", label: "Partly local" },
  { value: "non_local", label: "Not local", also: ["non-local", "no"] },
  { value: "unknown", label: "Unknown" },
] as const;
