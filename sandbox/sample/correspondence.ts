import { addDays, salesforceInstant } from "./calendar.js";
import type { Chance } from "./random.js";
import { at } from "./random.js";
import type { AccountRow, CaseRow, ContactRow, EmailMessageRow, TaskRow } from "./rows.js";
import type { Meeting } from "./sessions.js";
import type { Setting } from "./setting.js";

export interface Correspondence {
  readonly Case: CaseRow[];
  readonly Task: TaskRow[];
  readonly EmailMessage: EmailMessageRow[];
}

const DAY = 86_400_000;
const TEAM = "partnerships@team.example";
const COLLEAGUE = "robin.alvarado@team.example";
const CALLS = ["Volunteer Check-in Call", "Left voicemail", "Call about the spring calendar", "Thank-you call"];
const NOTES = ["Met at the career fair", "Prefers mornings", "Asked for virtual sessions only"];
const SUBJECTS = [
  "Thank you for speaking!",
  "Save the date: Career Jumping",
  "Your session next week",
  "Can you help us?",
];
const QUESTIONS = ["Parking at the school", "Wrong e-mail address", "Invoice for the bus", "Background check"];

/** What was logged of talking with people: calls and notes, e-mails to one or several, and the cases that some hang on. */
export function correspondence(
  setting: Setting,
  contacts: readonly ContactRow[],
  meetings: readonly Meeting[],
  employers: readonly AccountRow[],
): Correspondence {
  const luck = setting.chance("correspondence");
  const people = contacts.filter(
    (row) => !row.IsDeleted && row.Contact_Type__c !== "Student" && row.Email?.includes("@"),
  );
  const sessions = meetings.filter(({ row }) => !row.IsDeleted).map(({ row }) => row);
  const moment = (): number => setting.latest - Math.floor(luck.next() * 700 * DAY) - DAY;
  const stamps = (at: number) => setting.audit(luck, at, at + DAY / 4, at + DAY / 2);

  const cases = Array.from({ length: setting.scaled(14) }, (_, index): CaseRow => {
    const person = luck.happens(0.9) ? luck.pick(people) : null;
    return {
      Id: setting.nextId("Case"),
      CaseNumber: String(1000 + index).padStart(8, "0"),
      Subject: luck.pick(QUESTIONS),
      Status: luck.pick(["New", "Working", "Closed"]),
      ContactId: person?.Id ?? null,
      AccountId: person === null ? luck.pick(employers).Id : null,
      ...stamps(moment()),
    };
  });

  const tasks = Array.from({ length: setting.scaled(160) }, (): TaskRow => {
    const type = luck.weighted<string | null>([
      ["Call", 45],
      ["Email", 25],
      ["Meeting", 8],
      ["Other", 7],
      [null, 15],
    ]);
    const happened = moment();
    const isOpen = luck.happens(0.05);
    const day = new Date(happened).toISOString().slice(0, 10);
    return {
      Id: setting.nextId("Task"),
      Subject: luck.pick(type === "Call" ? CALLS : type === null ? NOTES : SUBJECTS),
      Description: luck.weighted<string | null>([
        [null, 55],
        ["Will call back on Monday.", 25],
        ["<p>Happy to help again.</p><ul><li>mornings</li><li>in person&nbsp;only</li></ul>", 20],
      ]),
      Type: type,
      Status: isOpen ? "Not Started" : "Completed",
      ActivityDate: isOpen ? addDays(setting.today, luck.between(3, 20)) : luck.happens(0.04) ? null : day,
      // A task about nobody is left where it is.
      WhoId: luck.happens(0.94) ? luck.pick(people).Id : null,
      WhatId: luck.happens(0.35) ? luck.pick(sessions).Id : null,
      ...stamps(happened),
    };
  });

  const mails = Array.from({ length: setting.scaled(240) }, () => everyday());
  const [first, second, third] = luck.sample(people, 3);
  if (first !== undefined && second !== undefined && third !== undefined)
    mails.push(
      mail({
        to: `${first.Email}, "${second.LastName}, ${second.FirstName ?? ""}" <${second.Email?.toUpperCase()}>; ${third.Email}`,
        about: luck.pick(sessions).Id,
      }),
    );
  mails.push(mail({ to: "nobody.we.know@elsewhere.example", about: at(employers, 0).Id }));
  mails.push(mail({ to: "info@elsewhere.example", about: at(employers, 1).Id }));
  mails.push({ ...mail({ to: luck.pick(people).Email, about: luck.pick(people).Id }), IsDeleted: true });
  return { Case: cases, Task: tasks, EmailMessage: mails };

  function everyday(): EmailMessageRow {
    const person = luck.pick(people);
    const way = luck.weighted([
      ["contact", 62],
      ["session", 14],
      ["case", 10],
      ["account", 8],
      ["nothing", 6],
    ] as const);
    const address = mixed(luck, person.Email);
    const others = luck.happens(0.12) ? [luck.pick(people).Email, luck.pick(people).Email] : [];
    const question = way === "case" ? luck.pick(cases) : null;
    const isIncoming = luck.happens(0.3);
    return mail({
      to: isIncoming ? TEAM : [address, ...others].filter((one) => one !== null).join(luck.pick([", ", "; "])),
      from: isIncoming ? address : TEAM,
      cc: luck.happens(0.1) ? COLLEAGUE : null,
      about:
        way === "contact"
          ? person.Id
          : way === "session"
            ? luck.pick(sessions).Id
            : way === "account"
              ? (person.npsp__Primary_Affiliation__c ?? luck.pick(employers).Id)
              : (question?.Id ?? null),
      parent: question?.Id ?? null,
      isIncoming,
    });
  }

  function mail(what: {
    to: string | null;
    from?: string | null;
    cc?: string | null;
    about: string | null;
    parent?: string | null;
    isIncoming?: boolean;
  }): EmailMessageRow {
    const sent = Math.floor(moment() / 1000) * 1000;
    const subject = luck.pick(SUBJECTS);
    const isHtml = luck.happens(0.6);
    const serial = setting.serial("EmailMessage");
    return {
      Id: setting.nextId("EmailMessage"),
      Subject: luck.happens(0.3) ? `Re: ${subject}` : subject,
      TextBody: isHtml ? null : "Hello,\r\n\r\nthank you for your time.\r\n\r\nThe team",
      HtmlBody: isHtml
        ? `<html><head><style>p { color: #333; }</style></head><body><p>Hello,</p><p>${subject}&nbsp;&ndash; details <a href="https://sign-up.example/s/1?a=1&amp;b=2">here</a>.</p></body></html>`
        : null,
      MessageDate: salesforceInstant(sent),
      FromAddress: what.from ?? TEAM,
      ToAddress: what.to,
      CcAddress: what.cc ?? null,
      BccAddress: null,
      RelatedToId: what.about,
      ParentId: what.parent ?? null,
      Incoming: what.isIncoming ?? false,
      Status: what.isIncoming ? luck.pick(["0", "1"]) : "3",
      MessageIdentifier: `<${serial}.polaris@mail.example>`,
      ThreadIdentifier: luck.happens(0.5) ? `<${Math.ceil(serial / 3)}.thread@mail.example>` : null,
      ...stamps(sent),
    };
  }
}

/** Addresses come as people type them. */
function mixed(luck: Chance, address: string | null): string | null {
  if (address === null) return null;
  return luck.weighted([
    [address, 70],
    [address.toUpperCase(), 8],
    [address.charAt(0).toUpperCase() + address.slice(1), 12],
    [` ${address}`, 4],
    [`<${address}>`, 6],
  ]);
}
