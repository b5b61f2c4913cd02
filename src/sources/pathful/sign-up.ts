import { z } from "zod";
import { present, splitPersonName } from "../../domain/index.js";

const text = z.string().nullable().default(null);
const count = z.number().int().nonnegative().nullable().default(null);

/** One person in one session, or a session that nobody signed up for. Blanks are left out where it is kept. */
export const signUpSchema = z.object({
  /** Pathful's own id of the session. */
  sessionId: text,
  title: z.string(),
  /** Wall time of the organisation's zone. */
  day: text,
  time: text,
  status: text,
  minutes: z.number().positive().nullable().default(null),
  userId: text,
  name: text,
  /** Null when nobody signed up. */
  role: z.enum(["teacher", "volunteer"]).nullable().default(null),
  school: text,
  /** "District or Company": an educator's district, a professional's company. */
  place: text,
  host: text,
  registeredStudents: count,
  attendedStudents: count,
  registeredEducators: count,
  attendedEducators: count,
  careerCluster: text,
  workBasedLearning: text,
  series: text,
  information: text,
  link: text,
});
export type SignUp = Readonly<z.infer<typeof signUpSchema>>;

/** What became of a line: the people it names, or why it is left out or cannot be read. */
export type LineReading =
  | { readonly kind: "sign_ups"; readonly signUps: readonly SignUp[] }
  | { readonly kind: "skipped"; readonly reason: string }
  | {
      readonly kind: "refused";
      readonly reason: "bad_value" | "missing_required" | "expectation_failed";
      readonly detail: string;
      /** What is known of the line, so that a mended line takes its place. */
      readonly signUp: SignUp;
    };

/** JSON of a sign-up without its blanks. */
export function signUpText(signUp: SignUp): string {
  return JSON.stringify(Object.fromEntries(Object.entries(signUp).filter(([, value]) => value !== null)));
}

export function signUpFrom(json: string): SignUp {
  return signUpSchema.parse(JSON.parse(json));
}

const ROLES: Readonly<Record<string, "teacher" | "volunteer" | "skipped">> = {
  educator: "teacher",
  teacher: "teacher",
  professional: "volunteer",
  student: "skipped",
  parent: "skipped",
};

/** Educators are teachers, professionals volunteers; students and parents are left out; anything else is unknown. */
export function readRole(raw: string | null): "teacher" | "volunteer" | "skipped" | "unknown" {
  const word = raw?.toLowerCase() ?? "";
  return Object.hasOwn(ROLES, word) ? (ROLES[word] ?? "unknown") : "unknown";
}

/** "Jane Q. Educator" → first and last name; null when there is none. */
export function nameOf(signUp: Pick<SignUp, "name">): { first: string | null; last: string } | null {
  return splitPersonName(present(signUp.name));
}
