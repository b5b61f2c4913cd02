// What a list of candidates is worth by the usual simple score: keywords of the type and the title, looked for as parts of words, and points added up.
// Shown beside the matching's own figure, over the same judged asks.

const OF_TYPE = {
  data_viz: [
    "data",
    "analytics",
    "bi",
    "visualization",
    "tableau",
    "power bi",
    "excel",
    "sql",
    "python",
    "r",
    "statistics",
    "reporting",
  ],
  career_fair: ["career", "professional", "networking", "resume", "interview", "workforce"],
  career_speaker: [
    "career",
    "professional development",
    "leadership",
    "industry",
    "expertise",
    "experience",
    "mentoring",
  ],
  career_jumping: ["career transition", "skill development", "professional growth", "adaptability"],
  employability_skills: ["soft skills", "communication", "teamwork", "problem solving", "leadership", "professional"],
  financial_literacy: ["finance", "financial", "accounting", "budgeting", "investing", "banking", "economics"],
  math_relays: ["mathematics", "math", "stem", "education", "teaching", "analytical"],
  classroom_speaker: ["education", "teaching", "presentation", "communication", "public speaking"],
  mentoring: ["guidance", "coaching", "mentoring"],
  connector_session: ["networking", "connections", "relationship building", "collaboration"],
  workplace_visit: ["workplace", "corporate"],
  college_options: ["admissions"],
  fafsa: ["financial aid", "scholarships"],
  dia: ["diversity", "inclusion", "access", "equity", "representation", "social justice"],
};
const STOP = new Set([
  "the",
  "and",
  "for",
  "with",
  "how",
  "are",
  "what",
  "who",
  "day",
  "from",
  "your",
  "you",
  "their",
  "does",
  "into",
]);

const keywordsOf = ({ title, type }) => [
  ...(OF_TYPE[type] ?? []),
  ...title
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && !STOP.has(word))
    .slice(0, 5),
];

/** Keys of volunteers, the best first. */
export function baselineList(ask, volunteers, { today, localOf }) {
  const keywords = keywordsOf(ask);
  const scored = Object.entries(volunteers).flatMap(([key, one]) => {
    const { title, skills, came = [], marks = [] } = one;
    const texts = [title, ...skills].map((text) => text.toLowerCase());
    if (marks.length > 0 || !texts.some((text) => keywords.some((word) => text.includes(word)))) return [];
    const history = came.map((each) => each.split(" "));
    const times = history.reduce((sum, [, count]) => sum + Number(count), 0);
    const last =
      history
        .map(([, , month]) => `${month}-05`)
        .sort()
        .at(-1) ?? null;
    const days = last === null ? Number.POSITIVE_INFINITY : (Date.parse(today) - Date.parse(last)) / 86_400_000;
    const local = localOf(one.zip);
    const score =
      (history.some(([type]) => type === ask.type) ? 1 : 0) +
      (skills.some((skill) => keywords.includes(skill.toLowerCase())) ? 0.8 : 0) +
      (keywords.some((word) => title.toLowerCase().includes(word)) ? 0.6 : 0) +
      (days <= 90 ? 0.35 : days <= 180 ? 0.15 : 0) +
      (times >= 10 ? 0.3 : times >= 5 ? 0.2 : times >= 2 ? 0.1 : 0) +
      (local === "local" ? 0.2 : local === "partial" ? 0.1 : 0);
    return [{ key, score }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ key }) => key);
}
