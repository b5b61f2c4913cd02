import { isSalesforceId, placeKey, present, to18 } from "../../../domain/index.js";
import type { Reading, Remark } from "../../model.js";
import type { Layout } from "../layout.js";
import type { ReadCells } from "../row.js";
import { fieldsOf, type ReadingRules } from "./fields.js";

// The three objects come by the API and as CSV exports of the same names: what makes records of them takes plain texts.

type Text = string | null;

const NO_REMARKS: readonly Remark[] = [];

const lacking = (what: string): Reading => ({
  kind: "refused",
  reason: "missing_required",
  detail: `The ${what}.`,
});

const idOf = (text: Text): Text => {
  const said = present(text);
  return said !== null && isSalesforceId(said) ? to18(said) : said;
};

/** A career pathway, as in "STEM" or "Construction/ Trades". */
export function readPathway(fields: { readonly name: Text; readonly school: Text; readonly status: Text }): Reading {
  const name = present(fields.name);
  if (name === null) return lacking("pathway has no Name");
  return {
    kind: "record",
    record: {
      kind: "pathway",
      name,
      nameKey: placeKey(name),
      schoolSourceId: idOf(fields.school),
      statusRaw: present(fields.status),
    },
    remarks: NO_REMARKS,
  };
}

/** That a session belongs to a pathway. */
export function readPathwaySession(fields: { readonly pathway: Text; readonly session: Text }): Reading {
  const [pathwaySourceId, eventSourceId] = [idOf(fields.pathway), idOf(fields.session)];
  if (pathwaySourceId === null) return lacking("pathway session names no pathway");
  if (eventSourceId === null) return lacking("pathway session names no session");
  return {
    kind: "record",
    record: { kind: "pathway_session", pathwaySourceId, eventSourceId },
    remarks: NO_REMARKS,
  };
}

/** That somebody belongs to a pathway. Who that is says the contact: participants may be teachers. */
export function readPathwayParticipant(fields: {
  readonly pathway: Text;
  readonly contact: Text;
  readonly status: Text;
}): Reading {
  const [pathwaySourceId, contactSourceId] = [idOf(fields.pathway), idOf(fields.contact)];
  if (pathwaySourceId === null) return lacking("pathway participant names no pathway");
  if (contactSourceId === null) return lacking("pathway participant names no contact");
  return {
    kind: "record",
    record: { kind: "pathway_participant", pathwaySourceId, contactSourceId, statusRaw: present(fields.status) },
    remarks: NO_REMARKS,
  };
}

export function pathwayReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const [name, school, status] = [take.raw("Name"), take.raw("School__c"), take.raw("Status__c")];
  return (cells) => readPathway({ name: name(cells), school: school(cells), status: status(cells) });
}

export function pathwaySessionReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const [pathway, session] = [take.raw("Pathway__c"), take.raw("Session__c")];
  return (cells) => readPathwaySession({ pathway: pathway(cells), session: session(cells) });
}

export function pathwayParticipantReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const [pathway, contact, status] = [take.raw("Pathway__c"), take.raw("Contact__c"), take.raw("Status__c")];
  return (cells) => readPathwayParticipant({ pathway: pathway(cells), contact: contact(cells), status: status(cells) });
}
