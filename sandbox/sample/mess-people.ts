import { affiliation } from "./affiliations.js";
import { addDays } from "./calendar.js";
import { PLACES } from "./employers.js";
import { salesforceId } from "./ids.js";
import { NICKNAMES } from "./names.js";
import { participation } from "./participations.js";
import { domainOf, inventName, volunteerContact } from "./people.js";
import { student } from "./pupils.js";
import { at } from "./random.js";
import type { ContactRow } from "./rows.js";
import type { Scene } from "./scene.js";
import { EDUCATIONS, RACES } from "./work.js";

/** People whom one record does not describe: the same person twice, two people as one, people who are gone. */
export function plantPeople(scene: Scene): void {
  caseTwins(scene);
  chainOfAddresses(scene);
  couples(scene);
  frontDesk(scene);
  roleAddress(scene);
  nicknamePairs(scene);
  teachersTwice(scene);
  studentsTwice(scene);
  peopleOfSchools(scene);
  deletedAndMerged(scene);
  affiliationsOfNobody(scene);
  textThatMustNotAct(scene);
  everyLabel(scene);
}

/** Ids that no record of the sample bears. */
export function unknownId(object: "Account" | "Contact" | "Session__c", index: number): string {
  return salesforceId(object, 900_000_000 + index);
}

/** Two records of one person: the addresses differ by letter case alone; once both are at the same session. */
function caseTwins(scene: Scene): void {
  const { luck, setting } = scene;
  const withMail = scene.volunteers.filter(({ contact }) => contact.Email?.includes("@"));
  for (const { contact, employer } of luck.sample(withMail, setting.scaled(4))) {
    const address = (contact.Email ?? "").toLowerCase();
    const twin = addVolunteer(scene, employer, {
      name: { first: contact.FirstName ?? "", last: contact.LastName },
      FirstName: contact.FirstName,
      LastName: contact.LastName,
      Name: contact.Name,
      ...onlyMail(address.charAt(0).toUpperCase() + address.slice(1).replace(/\.example$/, ".Example")),
    });
    scene.attends(twin, scene.heldWithout(contact), 1);
    const together = scene.heldWithout(contact);
    scene.attends(contact, together, 1);
    scene.attends(twin, together, 1.5);
  }
}

/** The first shares an address with the second, the second another with the third: one person. */
function chainOfAddresses(scene: Scene): void {
  for (let round = 0; round < scene.setting.scaled(1); round++) {
    const name = inventName(scene.luck);
    const employer = at(scene.employers, 3);
    const work = scene.mailbox(name, domainOf(employer));
    const home = scene.mailbox(name, "home.example");
    const alumni = scene.mailbox(name, "alumni.example");
    const first = addVolunteer(scene, employer, { name, ...onlyMail(work), npe01__WorkEmail__c: work });
    const second = addVolunteer(scene, null, { name, ...onlyMail(home), npe01__WorkEmail__c: work.toUpperCase() });
    const third = addVolunteer(scene, null, { name, ...onlyMail(alumni), npe01__HomeEmail__c: home });
    for (const contact of [first, second, third]) scene.attends(contact, scene.held(), 1);
  }
}

/** Two people who read one mailbox. */
function couples(scene: Scene): void {
  for (let round = 0; round < scene.setting.scaled(2); round++) {
    const [one, other] = [inventName(scene.luck), inventName(scene.luck)];
    const address = scene.mailbox(one, "family.example");
    const first = addVolunteer(scene, at(scene.employers, 4), { name: one, ...onlyMail(address) });
    const second = addVolunteer(scene, at(scene.employers, 5), { name: other, ...onlyMail(address) });
    scene.attends(first, scene.held(), 2);
    scene.attends(second, scene.held(), 1);
  }
}

/** One address under five surnames identifies nobody. */
function frontDesk(scene: Scene): void {
  const employer = at(scene.employers, 7);
  const address = `frontdesk@${domainOf(employer)}`;
  for (const last of ["Abbott", "Barlow", "Crane", "Dalton", "Emerson"]) {
    const contact = addVolunteer(scene, employer, { name: { first: "Jordan", last }, ...onlyMail(address) });
    scene.attends(contact, scene.held(), 1);
  }
}

function roleAddress(scene: Scene): void {
  const employer = at(scene.employers, 6);
  for (const [first, last] of [
    ["Naomi", "Greer"],
    ["Nathaniel", "Greer"],
  ] as const) {
    const contact = addVolunteer(scene, employer, { name: { first, last }, ...onlyMail(`info@${domainOf(employer)}`) });
    scene.attends(contact, scene.held(), 1);
  }
}

/** Dave and David of one employer, each with an address of his own: never one person without a person saying so. */
function nicknamePairs(scene: Scene): void {
  for (let round = 0; round < scene.setting.scaled(3); round++) {
    const [full, short] = at(NICKNAMES, round % NICKNAMES.length);
    const { last } = inventName(scene.luck);
    const employer = scene.luck.pick(scene.employers.slice(1));
    for (const first of [full, short]) {
      const name = { first, last };
      const contact = addVolunteer(scene, employer, { name, ...onlyMail(scene.mailbox(name, domainOf(employer))) });
      scene.attends(contact, scene.held(), 1);
    }
  }
}

/** A teacher with two records; and one who also volunteers, under the same address. */
function teachersTwice(scene: Scene): void {
  const teachers = scene.enrolments.flatMap((enrolment) => enrolment.teachers).filter((one) => one.Email !== null);
  for (const teacher of scene.luck.sample(teachers, scene.setting.scaled(1))) {
    scene.add({ ...teacher, Id: scene.setting.nextId("Contact"), Email: (teacher.Email ?? "").toUpperCase() });
    const name = { first: teacher.FirstName ?? "", last: teacher.LastName };
    const contact = addVolunteer(scene, null, { name, ...onlyMail(teacher.Email ?? "") });
    scene.attends(contact, scene.held(), 1);
  }
}

/** A student who changed school within the district has two records and one number. */
function studentsTwice(scene: Scene): void {
  const { luck, setting } = scene;
  const inDistrict = scene.enrolments.filter(({ school, students }) => school.district !== null && students.length > 0);
  for (let round = 0; round < setting.scaled(5); round++) {
    const from = luck.pick(inDistrict);
    const to = luck.pick(inDistrict.filter(({ school }) => school.district === from.school.district));
    const original = from.students.find((one) => one.Local_Student_ID__c !== null);
    if (original === undefined) continue;
    const again = student(setting, luck, to.school, original.Local_Student_ID__c ?? "");
    again.Local_Student_ID__c = original.Local_Student_ID__c;
    scene.add(again);
    const held = scene.inPerson();
    scene.participations.push(participation(setting, luck, "Student", original, held, { status: "Attended" }));
    scene.participations.push(participation(setting, luck, "Student", again, scene.inPerson(), { status: "Attended" }));
  }
}

/** People tied to a school or a district, which is no organisation; and a tie on a student. */
function peopleOfSchools(scene: Scene): void {
  const { luck, setting } = scene;
  const { school, students } = at(scene.enrolments, 0);
  const accounts = [school.account, school.district?.account ?? school.account];
  for (const account of accounts) {
    const contact = addVolunteer(scene, null, {});
    const start = addDays(setting.firstDay, -400);
    scene.affiliations.push(
      affiliation(setting, luck, contact.Id, account.Id, { primary: true, status: "Current", start }),
    );
    scene.attends(contact, scene.held(), 1);
  }
  const pupil = at(students, 0);
  scene.affiliations.push(
    affiliation(setting, luck, pupil.Id, school.account.Id, { primary: true, status: "Current", role: "Student" }),
  );
}

/** Records that Salesforce only shows when asked for deleted ones; a merged one names its winner. */
function deletedAndMerged(scene: Scene): void {
  const { luck, setting } = scene;
  for (let round = 0; round < setting.scaled(3); round++) {
    addVolunteer(scene, null, { IsDeleted: true });
    const winner = luck.pick(scene.volunteers).contact;
    addVolunteer(scene, null, {
      name: { first: winner.FirstName ?? "", last: winner.LastName },
      IsDeleted: true,
      MasterRecordId: winner.Id,
    });
  }
  const living = at(scene.employers, 1);
  scene.accounts.push(
    {
      ...living,
      Id: setting.nextId("Account"),
      Name: `${living.Name} Corp.`,
      IsDeleted: true,
      MasterRecordId: living.Id,
    },
    { ...living, Id: setting.nextId("Account"), Name: "Closed Years Ago Printing", IsDeleted: true },
  );
  const { contact } = luck.pick(scene.volunteers);
  const gone = affiliation(setting, luck, contact.Id, living.Id, { primary: true, status: "Current" });
  scene.affiliations.push({ ...gone, IsDeleted: true });
}

/** Ties whose other end was never seen. */
function affiliationsOfNobody(scene: Scene): void {
  const { luck, setting } = scene;
  const { contact } = luck.pick(scene.volunteers);
  const past = { status: "Past", end: setting.firstDay };
  scene.affiliations.push(
    affiliation(setting, luck, contact.Id, unknownId("Account", 1), past),
    affiliation(setting, luck, unknownId("Contact", 99), at(scene.employers, 2).Id, past),
  );
}

/** A formula, a ping and mark-up in the fields that people see. */
function textThatMustNotAct(scene: Scene): void {
  const titles = [
    '=HYPERLINK("https://sign-up.example","here")',
    "<!channel> lead",
    "@here | *Director* & <b>Chair</b>",
  ];
  for (const Title of titles) scene.attends(addVolunteer(scene, at(scene.employers, 11), { Title }), scene.held(), 1);
}

/** Each label of race and education and each kind of postal code at least once. */
function everyLabel(scene: Scene): void {
  for (let index = 0; index < Math.max(RACES.length, PLACES.length, EDUCATIONS.length); index++) {
    const [place] = at(PLACES, index % PLACES.length);
    const contact = addVolunteer(scene, scene.luck.pick(scene.employers.slice(1)), {
      Racial_Ethnic_Background__c: at(RACES, index % RACES.length)[0],
      Highest_Level_of_Educational__c: at(EDUCATIONS, index % EDUCATIONS.length)[0],
      MailingStreet: "100 Oak St",
      MailingCity: place.city,
      MailingState: place.state,
      MailingPostalCode: place.zip,
      MailingCountry: place.country,
      MailingAddress: {
        street: "100 Oak St",
        city: place.city,
        state: place.state,
        postalCode: place.zip,
        country: place.country,
      },
    });
    scene.attends(contact, scene.held(), 1);
  }
}

function addVolunteer(
  scene: Scene,
  employer: Scene["employers"][number] | null,
  change: Parameters<typeof volunteerContact>[4],
): ContactRow {
  const { luck, setting } = scene;
  const contact = volunteerContact(setting, luck, scene.mailbox, employer, change);
  scene.add(contact);
  if (employer !== null) {
    const tie = { primary: true, status: "Current", start: addDays(setting.firstDay, -500) };
    scene.affiliations.push(affiliation(setting, luck, contact.Id, employer.Id, tie));
  }
  return contact;
}

function onlyMail(address: string) {
  return {
    Email: address,
    npe01__WorkEmail__c: null,
    npe01__HomeEmail__c: null,
    npe01__AlternateEmail__c: null,
    npe01__Preferred_Email__c: null,
  };
}
