const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/** Key prefixes of the objects, as Salesforce gives them. */
export const PREFIXES = {
  Account: "001",
  Contact: "003",
  npe5__Affiliation__c: "a0F",
  Session__c: "a1B",
  Session_Participant__c: "a0P",
  Class__c: "a00",
  Pathway__c: "a1P",
  Pathway_Session__c: "a1Q",
  Pathway_Participant__c: "a1R",
  Case: "500",
  Task: "00T",
  EmailMessage: "02s",
  Lead: "00Q",
} as const;
export type SampleObject = keyof typeof PREFIXES;

/**
 * The 18-character id of the n-th record. Neighbouring ids differ in letter case alone ("…0A", "…0a"), as real ones
 * do; only the suffix tells them apart where case is lost.
 */
export function salesforceId(object: SampleObject, serial: number): string {
  let rest = serial;
  let place = "";
  for (let digit = 0; digit < 9; digit++) {
    place = DIGITS.charAt(rest % 62) + place;
    rest = Math.floor(rest / 62);
  }
  return withChecksum(`${PREFIXES[object]}Sm0${place}`);
}

/** Each suffix character says which of five characters are capitals. */
export function withChecksum(id15: string): string {
  let suffix = "";
  for (let group = 0; group < 3; group++) {
    let capitals = 0;
    for (let place = 0; place < 5; place++) {
      const character = id15.charAt(group * 5 + place);
      if (character >= "A" && character <= "Z") capitals |= 1 << place;
    }
    suffix += CHECKSUM.charAt(capitals);
  }
  return id15 + suffix;
}
