const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const ID = /^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/;

/** True for 15 or 18 letters and digits that hold at least one digit: the shape of a Salesforce record id. */
export function isSalesforceId(text: string): boolean {
  return ID.test(text) && /\d/.test(text);
}

/** The 18-character form of a 15-character id: three letters that say which characters are capitals. Others come back as they are. */
export function to18(id: string): string {
  if (!/^[0-9A-Za-z]{15}$/.test(id)) return id;
  const suffix = [0, 5, 10].map((from) => {
    const bits = [...id.slice(from, from + 5)].reduce(
      (sum, letter, place) => (letter >= "A" && letter <= "Z" ? sum + 2 ** place : sum),
      0,
    );
    return LETTERS.charAt(bits);
  });
  return id + suffix.join("");
}

export type SalesforceObject = "Contact" | "Account" | "Session__c" | "Session_Participant__c" | "Class__c";

/** The address of a record in Salesforce, from the template of organization.yml with {object} and {id}. */
export function recordUrl(template: string, object: SalesforceObject | (string & {}), id: string): string {
  return template.replaceAll("{object}", encodeURIComponent(object)).replaceAll("{id}", encodeURIComponent(id));
}
