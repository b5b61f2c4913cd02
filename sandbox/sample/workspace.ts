/** The people and channels of the sample Slack workspace: plain data in Slack's own words, read by the stand-in. */

export interface SampleUser {
  readonly id: string;
  /** Another team's id: met in a shared channel. */
  readonly team_id: string;
  /** The @name. */
  readonly name: string;
  readonly real_name: string;
  readonly title: string;
  readonly email: string;
  readonly tz: string;
  readonly is_bot: boolean;
  /** What the sample configuration makes of this person; Slack knows nothing of it. */
  readonly role: "admin" | "staff" | "coordinator" | "district" | "none";
  /** For a district viewer: the districts to grant. */
  readonly districts: readonly string[];
  /** A guest. */
  readonly is_restricted: boolean;
}

export interface SampleChannel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly is_private: boolean;
  readonly is_ext_shared: boolean;
  readonly is_archived: boolean;
  /** To be listed as trusted with names in the sample configuration; Slack knows nothing of it. */
  readonly trusted: boolean;
  readonly members: readonly string[];
}

export interface SampleUserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly role: "admin" | "staff" | "coordinator";
  readonly users: readonly string[];
}

export interface SamplePeople {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  /** The workspace that the shared channel is shared with. */
  readonly foreignTeam: { readonly id: string; readonly name: string; readonly domain: string };
  readonly users: readonly SampleUser[];
  readonly channels: readonly SampleChannel[];
  readonly userGroups: readonly SampleUserGroup[];
}

const HOME = "T0SAMPLE01";
const ABROAD = "T0PARTNER1";

/** The bot's own user, who is in every channel; the app's definition holds the same id. */
export const SAMPLE_BOT_USER = "U0POLARIS01";

const user = (
  id: string,
  name: string,
  real_name: string,
  title: string,
  role: SampleUser["role"],
  change: Partial<SampleUser> = {},
): SampleUser => ({
  id,
  team_id: HOME,
  name,
  real_name,
  title,
  email: `${name}@polaris-sample.example`,
  tz: "America/Chicago",
  is_bot: false,
  role,
  districts: [],
  is_restricted: false,
  ...change,
});

export const SAMPLE_PEOPLE: SamplePeople = {
  team: { id: HOME, name: "Polaris Sample", domain: "polaris-sample" },
  foreignTeam: { id: ABROAD, name: "Partner Schools", domain: "partner-schools" },
  users: [
    user("U0ADMIN01", "ada", "Ada Castellan", "Data and Systems", "admin"),
    user("U0STAFF01", "sam", "Sam Okonedo", "Programs", "staff"),
    user("U0STAFF02", "ruth", "Ruth Vandermeer", "Partnerships", "staff"),
    user("U0COORD01", "cleo", "Cleo Marchetti", "Volunteer Coordinator", "coordinator"),
    user("U0DISTR01", "dean", "Dean Abernathy", "Grandview School District", "district", {
      districts: ["Grandview School District"],
    }),
    user("U0GUEST01", "gale", "Gale Winslow", "Intern from a partner", "none", { is_restricted: true }),
    user("U0NOBODY1", "noor", "Noor Lattimore", "Board member", "none"),
    user("U0FOREIGN", "finn", "Finn Halloran", "Counselor, Partner Schools", "none", {
      team_id: ABROAD,
      email: "finn@partner-schools.example",
    }),
  ],
  channels: [
    channel("C0GENERAL1", "general", "Everybody", ["U0NOBODY1", "U0DISTR01"]),
    channel("C0CONNECT1", "connector", "Virtual sessions: who is teaching, who is presenting", []),
    channel("C0MANAGERS", "managers", "Figures of the week", [], { is_private: true, trusted: true }),
    channel("C0DATAFILE", "data-files", "Exports to be taken in: Pathful, surveys, partners", []),
    channel("C0SALESLDS", "sales-leads", "Prospective leads: the lists of the month, and what is new in them", []),
    channel("C0PALERTS1", "polaris-alerts", "What Polaris could not do by itself", []),
    channel("C0PARTNERS", "partners-shared", "Shared with Partner Schools", ["U0GUEST01", "U0FOREIGN"], {
      is_ext_shared: true,
    }),
  ],
  userGroups: [
    { id: "S0ADMINS01", handle: "polaris-admins", name: "Polaris admins", role: "admin", users: ["U0ADMIN01"] },
    { id: "S0STAFF001", handle: "staff", name: "Staff", role: "staff", users: ["U0STAFF01", "U0STAFF02"] },
    { id: "S0COORDS01", handle: "coordinators", name: "Coordinators", role: "coordinator", users: ["U0COORD01"] },
  ],
};

/** Staff and the bot are in every channel; others are named. */
function channel(
  id: string,
  name: string,
  topic: string,
  others: readonly string[],
  change: Partial<Pick<SampleChannel, "is_private" | "is_ext_shared" | "trusted">> = {},
): SampleChannel {
  const staff = ["U0ADMIN01", "U0STAFF01", "U0STAFF02", "U0COORD01"];
  const members = [SAMPLE_BOT_USER, ...staff, ...others];
  return {
    id,
    name,
    topic,
    is_private: false,
    is_ext_shared: false,
    is_archived: false,
    trusted: false,
    ...change,
    members,
  };
}
