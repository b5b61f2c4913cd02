import type { Reply, Table } from "../../src/reply/index.js";
import type { SmallOrganization } from "../metrics/small-organization.js";

/** Ids of what the year is made of. */
export interface SmallYear {
  readonly kck: number;
  readonly grandview: number;
  readonly empty: number;
}

/**
 * Two districts' school year, small enough for paper: an event of both, one that nobody counted, one that was never closed, virtual sessions, one
 * cancelled, one to come, one of no district, and a student of KCK at Grandview's own fair.
 */
export function smallYear(small: SmallOrganization): SmallYear {
  const [kck, grandview, empty] = [small.district("KCK"), small.district("Grandview"), small.district("Center")];
  const a = small.school("A High", kck, "High");
  const b = small.school("B Elementary", kck, "Elementary");
  const g = small.school("G High", grandview, "High");
  small.school("Paseo Middle", null, "Middle");
  const pupil = (name: string, school: number) => small.person(name, { kind: "student", school });
  const [s1, s2, s3, s4] = [pupil("S1", a), pupil("S2", a), pupil("S3", a), pupil("S4", b)];
  const [g1, g2] = [pupil("G1", g), pupil("G2", g)];
  const teacher = (name: string, school: number) => small.person(name, { kind: "teacher", school });
  const [t1, t2, t3, t4] = [teacher("T1", a), teacher("T2", a), teacher("T3", b), teacher("T4", g)];
  const [techCorp, other] = [small.organization("TechCorp"), small.organization("Other Co")];
  const [ann, ben] = [small.person("Ann"), small.person("Ben")];
  const eve = small.person("Eve", { excluded: true });

  const sat = (event: number, ...pupils: number[]) => {
    for (const contact of pupils) small.participation({ event, contact, role: "student" });
  };
  const spoke = (event: number, contact: number, hours?: number) =>
    small.participation({
      event,
      contact,
      organization: contact === ann ? techCorp : other,
      ...(hours === undefined ? {} : { hours }),
    });
  const taught = (event: number, ...teachers: number[]) => {
    for (const contact of teachers)
      small.participation({
        event,
        contact,
        role: "teacher",
        status: "attended",
        confirmedAt: "2026-01-12T17:00:00.000Z",
      });
  };

  const jumping = small.event({
    date: "2025-09-10",
    title: "Career Jumping",
    type: "career_jumping",
    school: a,
    districts: [kck],
    host: "PREPKC",
  });
  sat(jumping, s1, s2);
  small.participation({ event: jumping, contact: s3, role: "student", status: "no_show" });
  spoke(jumping, ann, 2);

  const fair = small.event({
    date: "2025-10-15",
    title: "Fair of two districts",
    districts: [kck, grandview],
    location: "Union Station",
  });
  small.attendance({ event: fair, students: 80 });
  sat(fair, s2, s3, s4, g1, g2);
  spoke(fair, ann, 1);
  spoke(fair, ben, 3);

  const uncounted = small.event({
    date: "2025-11-05",
    title: "Nobody counted",
    type: "dia_classroom_speaker",
    school: b,
    districts: [kck],
    minutes: 90,
  });
  spoke(uncounted, ben);
  const dia = small.event({ date: "2025-11-20", title: "Data day", type: "dia", school: a, districts: [kck] });
  sat(dia, s1);
  spoke(dia, ann, 1);

  const connector = { type: "connector_session", format: "virtual", districts: [kck] } as const;
  const asked = small.event({ date: "2025-12-02", title: "Ask an engineer", ...connector });
  taught(asked, t1, t2, t4);
  small.participation({ event: asked, contact: t3, role: "teacher", status: "no_show" });
  spoke(asked, ann, 1);
  const simulcast = small.event({ date: "2026-01-12", title: "Simulcast", status: "Simulcast", ...connector });
  taught(simulcast, t1);
  spoke(simulcast, ben, 0.5);

  const open = { type: "mentoring", school: a, districts: [kck] } as const;
  const unmarked = small.event({ date: "2026-01-20", title: "Never closed", status: "Confirmed", ...open });
  spoke(unmarked, ben, 1);
  small.event({ date: "2026-02-01", title: "Snow", status: "Cancelled", reason: "Weather/Snow Day", ...open });
  small.event({ date: "2026-03-01", title: "To come", status: "Confirmed", ...open });

  const own = small.event({ date: "2025-10-20", title: "Grandview's fair", school: g, districts: [grandview] });
  sat(own, g1, g2, s1);
  spoke(own, ben, 2);
  const nowhere = small.event({ date: "2025-12-10", title: "Of no district", type: "p2t", headcount: 7 });
  spoke(nowhere, eve, 5);
  small.synced("salesforce", "2026-02-15T08:00:00.000Z");
  return { kck, grandview, empty };
}

export function tableOf(report: Reply, key: string): Table {
  const found = report.tables.find((table) => table.key === key);
  if (!found) throw new Error(`no table ${key} among ${report.tables.map((table) => table.key).join(", ")}`);
  return found;
}

/** The rows' cells of the columns named; all of them where none is. */
export function cells(report: Reply, key: string, columns?: readonly string[]) {
  const table = tableOf(report, key);
  if (columns === undefined) return table.rows;
  const places = columns.map((column) => table.columns.findIndex((each) => each.key === column));
  if (places.includes(-1)) throw new Error(`not all of ${columns.join(", ")} are columns of ${key}`);
  return table.rows.map((row) => places.map((place) => row[place]));
}

export const factsOf = (report: Reply) => Object.fromEntries(report.facts.map(({ key, value }) => [key, value]));
