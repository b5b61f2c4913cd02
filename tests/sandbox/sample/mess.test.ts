import { describe, expect, it } from "vitest";
import { generateOrganization } from "../../../sandbox/sample/index.js";

/** Not only today's luck: the mess is there for any seed and on any day. */
describe.each([{ today: "2026-11-21" }, { today: "2027-03-15", seed: "another" }, { today: "2026-08-03", seed: 7 }])(
  "the mess of the sample organisation, made with $today and $seed,",
  (options) => {
    const { today } = options;
    const { Account, Contact, npe5__Affiliation__c, Session__c, Session_Participant__c } =
      generateOrganization(options);
    const volunteers = Contact.filter((row) => row.Contact_Type__c === "Volunteer" || row.Contact_Type__c === null);
    const students = Contact.filter((row) => row.Contact_Type__c === "Student");
    const spoke = Session_Participant__c.filter((row) => row.Participant_Type__c === "Volunteer");
    const districts = new Map(Account.filter((row) => row.Type === "School District").map((row) => [row.Id, row.Name]));
    const schools = new Map(Account.filter((row) => row.Type === "School").map((row) => [row.Id, row]));
    const sessions = new Map(Session__c.map((row) => [row.Id, row]));

    /** What to look for, where, and at least how often at the default size. */
    const MESS: readonly (readonly [string, () => number, number])[] = [
      ["names in capitals", () => count(volunteers, (row) => /^[A-Z' -]{3,}$/.test(row.LastName)), 40],
      ["trailing blanks in a name", () => count(volunteers, (row) => (row.FirstName ?? "").endsWith(" ")), 2],
      ["double surnames, with a space", () => count(Contact, (row) => /\w \w/.test(row.LastName)), 5],
      ["double surnames, with a hyphen", () => count(Contact, (row) => /\w-\w/.test(row.LastName)), 2],
      ["accents", () => count(Contact, (row) => /[áéíóúüøßçñëẽệ]/i.test(row.Name)), 10],
      ["the word None as an address", () => count(Contact, (row) => row.Email === "None"), 50],
      ["the word None as a phone", () => count(Contact, (row) => row.Phone === "None"), 50],
      ["people without any address", () => count(volunteers, (row) => row.Email === null), 8],
      ["addresses that differ by case alone", caseTwins, 3],
      ["addresses shared by two people", () => sharedAddresses(2, 2), 2],
      ["an address under five surnames", () => sharedAddresses(5, 5), 1],
      ["a role address", () => count(volunteers, (row) => (row.Email ?? "").startsWith("info@")), 2],
      ["a teacher who volunteers", teachersWhoVolunteer, 1],
      ["Dave and David of one name", () => nicknames(["David", "Dave"], ["Robert", "Rob"], ["William", "Bill"]), 3],
      ["no contact type", () => count(volunteers, (row) => row.Contact_Type__c === null), 5],
      ["ZIP 662xx", () => count(volunteers, (row) => /^662/.test(row.MailingPostalCode ?? "")), 20],
      ["ZIP+4", () => count(volunteers, (row) => /^\d{5}-\d{4}$/.test(row.MailingPostalCode ?? "")), 5],
      ["a Canadian code", () => count(volunteers, (row) => /^[A-Z]\d[A-Z]/.test(row.MailingPostalCode ?? "")), 1],
      [
        "an address without ZIP",
        () => count(volunteers, (row) => row.MailingCity !== null && !row.MailingPostalCode),
        3,
      ],
      ["no address at all", () => count(volunteers, (row) => row.MailingAddress === null), 20],
      [
        "race labels with a stray prefix",
        () => count(Contact, (row) => race(row.Racial_Ethnic_Background__c, /^Aggr/)),
        5,
      ],
      ["two race labels in one", () => count(Contact, (row) => race(row.Racial_Ethnic_Background__c, /,/)), 2],
      [
        "skills with a semicolon too many",
        () => count(volunteers, (row) => /;$/.test(row.Volunteer_Skills_Text__c ?? "")),
        10,
      ],
      [
        "skills in odd case",
        () => count(volunteers, (row) => /(^|;) ?[a-z]/.test(row.Volunteer_Skills_Text__c ?? "")),
        10,
      ],
      ["skills as a list", () => count(volunteers, (row) => /;/.test(row.Volunteer_Skills__c ?? "")), 20],
      ["nobody to contact", () => count(volunteers, (row) => row.npsp__Do_Not_Contact__c), 3],
      ["opted out of mail", () => count(volunteers, (row) => row.HasOptedOutOfEmail), 5],
      ["bounced mail", () => count(volunteers, (row) => row.EmailBouncedDate !== null), 3],
      ["a formula in a title", () => count(volunteers, (row) => (row.Title ?? "").startsWith("=")), 1],
      ["a channel ping in a title", () => count(volunteers, (row) => (row.Title ?? "").includes("<!channel>")), 1],
      ["deleted contacts", () => count(Contact, (row) => row.IsDeleted && row.MasterRecordId === null), 3],
      ["merged contacts", () => count(Contact, (row) => row.IsDeleted && row.MasterRecordId !== null), 3],
      ["one student number twice in a district", studentsTwice, 3],
      ["one student number in two districts", () => count(students, (row) => row.Local_Student_ID__c === "100001"), 3],
      ["students without a number", () => count(students, (row) => row.Local_Student_ID__c === null), 10],
      ["students of gender NA", () => count(students, (row) => row.Gender__c === "NA"), 20],

      ["organisations without a type", () => count(Account, (row) => row.Type === null), 3],
      ["twins with Inc. and LLC", () => count(Account, (row) => / (LLC|,? ?Inc\.)$|, Inc\.$/.test(row.Name)), 2],
      ["a formula as a name", () => count(Account, (row) => row.Name.startsWith("=")), 1],
      ["a very long name", () => count(Account, (row) => row.Name.length > 200), 1],
      ["a merged organisation", () => count(Account, (row) => row.IsDeleted && row.MasterRecordId !== null), 1],
      ["a deleted organisation", () => count(Account, (row) => row.IsDeleted && row.MasterRecordId === null), 1],
      ["schools without a district", () => count([...schools.values()], (row) => row.ParentId === null), 2],

      [
        "Past without an end",
        () => count(npe5__Affiliation__c, (row) => row.npe5__Status__c === "Past" && !row.npe5__EndDate__c),
        5,
      ],
      ["Former", () => count(npe5__Affiliation__c, (row) => row.npe5__Status__c === "Former"), 1],
      ["Pending", () => count(npe5__Affiliation__c, (row) => row.npe5__Status__c === "Pending"), 1],
      ["no affiliation status", () => count(npe5__Affiliation__c, (row) => row.npe5__Status__c === null), 3],
      ["an unknown start", () => count(npe5__Affiliation__c, (row) => row.npe5__StartDate__c === null), 50],
      ["people back at a former employer", returned, 2],
      ["people in two Current organisations", twoAtOnce, 5],
      [
        "an affiliation to a school",
        () => count(npe5__Affiliation__c, (row) => schools.has(row.npe5__Organization__c ?? "")),
        1,
      ],
      [
        "an affiliation to a district",
        () => count(npe5__Affiliation__c, (row) => districts.has(row.npe5__Organization__c ?? "")),
        1,
      ],
      ["a deleted affiliation", () => count(npe5__Affiliation__c, (row) => row.IsDeleted), 1],

      ["two districts in one text", () => count(Session__c, (row) => /,/.test(row.District__c ?? "")), 10],
      [
        "a district in free text alone",
        () => count(Session__c, (row) => row.District__c !== null && !row.School__c),
        15,
      ],
      [
        "a district by another name",
        () => count(Session__c, (row) => /^(KCKPS|Center|Grandview|Hickman Mills)$/.test(row.District__c ?? "")),
        5,
      ],
      [
        "a text that only sounds like a district",
        () => count(Session__c, (row) => row.District__c === "Center for Learning"),
        1,
      ],
      ["a linked district", () => count(Session__c, (row) => districts.has(row.Parent_Account__c ?? "")), 5],
      ["a linked district against the text", linkedAgainstText, 1],
      [
        "a district's name as parent",
        () => count(Session__c, (row) => [...districts.values()].includes(row.Parent_Account__c ?? "")),
        3,
      ],
      [
        "no place at all",
        () => count(Session__c, (row) => !row.School__c && !row.District__c && !row.Parent_Account__c),
        15,
      ],
      ["Career Center Day", () => count(Session__c, (row) => row.Name.includes("Career Center Day")), 3],
      ["Grandview far from Grandview", () => count(Session__c, (row) => /Grandview Career Center/.test(row.Name)), 1],
      ["ends before it starts", () => count(Session__c, (row) => span(row) < 0), 1],
      [
        "no end",
        () => count(Session__c, (row) => row.Start_Date_and_Time__c !== null && row.End_Date_and_Time__c === null),
        1,
      ],
      ["no date", () => count(Session__c, (row) => row.Start_Date_and_Time__c === null), 1],
      ["longer than a day", () => count(Session__c, (row) => span(row) > 24 * 3_600_000), 1],
      [
        "evenings that are tomorrow in UTC",
        () => count(Session__c, (row) => !(row.Start_Date_and_Time__c ?? "").startsWith(row.Start_Date__c ?? "")),
        8,
      ],
      ["evenings of 31 July", () => count(Session__c, (row) => (row.Start_Date__c ?? "").endsWith("-07-31")), 4],
      ["evenings of 1 August", () => count(Session__c, (row) => (row.Start_Date__c ?? "").endsWith("-08-01")), 1],
      [
        "unmapped types",
        () => count(Session__c, (row) => ["Career Day", "Orientation"].includes(row.Session_Type__c ?? "")),
        5,
      ],
      ["no type", () => count(Session__c, (row) => row.Session_Type__c === null), 1],
      ["no format", () => count(Session__c, (row) => row.Format__c === null), 3],
      ["no status", () => count(Session__c, (row) => row.Session_Status__c === null), 1],
      ["drafts", () => count(Session__c, (row) => row.Session_Status__c === "Draft"), 3],
      ["Simulcast", () => count(Session__c, (row) => row.Session_Status__c === "Simulcast"), 3],
      [
        "Successfully Completed",
        () => count(Session__c, (row) => row.Session_Status__c === "Successfully Completed"),
        1,
      ],
      [
        "connector sessions of old years",
        () => count(Session__c, (row) => row.Session_Type__c === "Connector Session"),
        3,
      ],
      ["a cancellation in the title", () => count(Session__c, (row) => row.Name.startsWith("Canceled - ")), 3],
      ["a title beyond 255 characters", () => count(Session__c, (row) => row.Name.length > 255), 1],
      ["a title that nobody typed", () => count(Session__c, (row) => row.Name === row.Id), 1],
      ["negative slots", () => count(Session__c, (row) => (row.Available_Slots__c ?? 0) < 0), 1],
      ["links as HTML", () => count(Session__c, (row) => (row.Registration_Link__c ?? "").startsWith("<a href")), 50],
      ["PWY- skills", () => count(Session__c, (row) => (row.Requested_Skills__c ?? "").includes("PWY-")), 50],
      ["no headcount", () => count(Session__c, (row) => row.Non_Scheduled_Students_Count__c === null), 100],
      ["deleted sessions", () => count(Session__c, (row) => row.IsDeleted), 2],
      ["sessions to come", () => count(Session__c, (row) => (row.Start_Date__c ?? "") > today), 15],

      ["hours 0", () => count(spoke, (row) => row.Delivery_Hours__c === 0), 100],
      ["hours below 0", () => count(spoke, (row) => (row.Delivery_Hours__c ?? 0) < 0), 1],
      [
        "attended without hours",
        () => count(spoke, (row) => row.Status__c === "Attended" && row.Delivery_Hours__c === null),
        100,
      ],
      ["no-shows in four spellings", () => distinct(spoke, (row) => row.Status__c, /^(no.?show|did not attend)$/i), 4],
      ["cancelled in two spellings", () => distinct(spoke, (row) => row.Status__c, /^cancell?ed$/i), 2],
      ["a status that no table knows", () => count(spoke, (row) => row.Status__c === "See notes"), 1],
      ["attended, at a cancelled session", attendedAtCancelled, 2],
      ["the same person twice at one session", () => pairs().filter((n) => n > 1).length, 3],
      [
        "participations taken back",
        () => count(spoke, (row) => row.IsDeleted && !sessions.get(row.Session__c ?? "")?.IsDeleted),
        1,
      ],
      ["students of another district", studentsFromElsewhere, 20],
    ];

    it.each(MESS)("holds %s", (_, found, least) => {
      expect(found()).toBeGreaterThanOrEqual(least);
    });

    it("knows every status of a past session", () => {
      const past = Session__c.filter((row) => (row.Start_Date__c ?? "") < today);
      expect(new Set(past.map((row) => row.Session_Status__c))).toEqual(
        new Set([
          "Completed",
          "Cancelled",
          "Simulcast",
          "No Show",
          "Confirmed",
          "Published",
          "Requested",
          "Draft",
          "Count",
          "Successfully Completed",
          null,
        ]),
      );
    });

    it("leaves most of the data in order", () => {
      expect(count(spoke, (row) => row.Status__c === "Attended") / spoke.length).toBeGreaterThan(0.55);
      expect(count(volunteers, (row) => (row.Email ?? "").includes("@")) / volunteers.length).toBeGreaterThan(0.85);
      expect(count(Session__c, (row) => row.Session_Status__c === "Completed") / Session__c.length).toBeGreaterThan(
        0.65,
      );
    });

    it("has people of STEM by word, by list and by neighbouring skill, and people of other trades", () => {
      const skills = (pattern: RegExp) =>
        count(volunteers, (row) =>
          pattern.test(`${row.Volunteer_Skills_Text__c ?? ""};${row.Volunteer_Skills__c ?? ""}`),
        );
      for (const word of [
        "engineering",
        "technology",
        "science",
        "mathematics",
        "python",
        "data analysis",
        "biology",
        "robotics",
        "chemistry",
        "statistics",
      ]) {
        expect(skills(new RegExp(word, "i")), word).toBeGreaterThanOrEqual(3);
      }
      expect(skills(/marketing|law|accounting|writing/i)).toBeGreaterThan(40);
    });

    function count<T>(rows: readonly T[], test: (row: T) => boolean): number {
      return rows.filter(test).length;
    }

    function distinct<T>(rows: readonly T[], value: (row: T) => string | null, pattern: RegExp): number {
      return new Set(rows.map(value).filter((text) => pattern.test(text ?? ""))).size;
    }

    function race(label: string | null, pattern: RegExp): boolean {
      return pattern.test(label ?? "");
    }

    function span(row: (typeof Session__c)[number]): number {
      const [start, end] = [row.Start_Date_and_Time__c, row.End_Date_and_Time__c];
      return start === null || end === null
        ? 0
        : Date.parse(end.replace("+0000", "Z")) - Date.parse(start.replace("+0000", "Z"));
    }

    function grouped<T>(rows: readonly T[], key: (row: T) => string | null): T[][] {
      const groups = new Map<string, T[]>();
      for (const row of rows) {
        const value = key(row);
        if (value !== null) groups.set(value, [...(groups.get(value) ?? []), row]);
      }
      return [...groups.values()];
    }

    function mailGroups() {
      const withMail = volunteers.filter((row) => row.Email?.includes("@") === true && !row.IsDeleted);
      return grouped(withMail, (row) => row.Email?.toLowerCase() ?? null);
    }

    function caseTwins(): number {
      return mailGroups().filter((group) => new Set(group.map((row) => row.Email)).size > 1).length;
    }

    function sharedAddresses(from: number, to: number): number {
      return mailGroups().filter((group) => {
        const surnames = new Set(group.map((row) => row.LastName)).size;
        return surnames >= from && surnames <= to;
      }).length;
    }

    function teachersWhoVolunteer(): number {
      const teachers = new Set(Contact.filter((row) => row.Contact_Type__c === "Teacher").map((row) => row.Email));
      return count(volunteers, (row) => row.Email !== null && teachers.has(row.Email));
    }

    function nicknames(...pairsOfNames: readonly (readonly [string, string])[]): number {
      const names = new Set(volunteers.map((row) => row.Name));
      return pairsOfNames.filter(([full, short]) =>
        volunteers.some((row) => row.FirstName === full && names.has(`${short} ${row.LastName}`)),
      ).length;
    }

    function studentsTwice(): number {
      return grouped(students, (row) => {
        const district = schools.get(row.npsp__Primary_Affiliation__c ?? "")?.ParentId ?? null;
        return district === null || row.Local_Student_ID__c === null ? null : `${district} ${row.Local_Student_ID__c}`;
      }).filter((group) => group.length > 1).length;
    }

    function returned(): number {
      return grouped(npe5__Affiliation__c, (row) => `${row.npe5__Contact__c} ${row.npe5__Organization__c}`).filter(
        (ties) =>
          ties.some((tie) => tie.npe5__EndDate__c !== null) && ties.some((tie) => tie.npe5__Status__c === "Current"),
      ).length;
    }

    function twoAtOnce(): number {
      const current = npe5__Affiliation__c.filter(
        (row) => row.npe5__Status__c === "Current" && row.npe5__EndDate__c === null,
      );
      return grouped(current, (row) => row.npe5__Contact__c).filter(
        (ties) => new Set(ties.map((tie) => tie.npe5__Organization__c)).size > 1,
      ).length;
    }

    function linkedAgainstText(): number {
      return count(Session__c, (row) => {
        const linked = districts.get(row.Parent_Account__c ?? "");
        return linked !== undefined && row.District__c !== null && row.District__c !== linked;
      });
    }

    function attendedAtCancelled(): number {
      return count(
        spoke,
        (row) => row.Status__c === "Attended" && sessions.get(row.Session__c ?? "")?.Session_Status__c === "Cancelled",
      );
    }

    function pairs(): number[] {
      return grouped(spoke, (row) => `${row.Contact__c} ${row.Session__c}`).map((group) => group.length);
    }

    function studentsFromElsewhere(): number {
      const home = new Map(
        students.map((row) => [row.Id, schools.get(row.npsp__Primary_Affiliation__c ?? "")?.ParentId ?? null]),
      );
      return count(Session_Participant__c, (row) => {
        const there = schools.get(sessions.get(row.Session__c ?? "")?.School__c ?? "")?.ParentId ?? null;
        const own = home.get(row.Contact__c ?? "") ?? null;
        return row.Participant_Type__c === "Student" && there !== null && own !== null && own !== there;
      });
    }
  },
);
