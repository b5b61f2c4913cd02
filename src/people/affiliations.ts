/** A tie to an organisation, as far as its validity goes. */
export interface Tie {
  /** current | past | pending | other, or null when not said. */
  readonly status: string | null;
  /** Days; null is not known. */
  readonly startOn: string | null;
  readonly endOn: string | null;
}

/** Whether somebody belongs to the organisation on a day (ruling E5): past without an end never does, pending not yet, an unknown start is open. */
export function isValidOn({ status, startOn, endOn }: Tie, day: string): boolean {
  if (status === "pending" || (status === "past" && endOn === null)) return false;
  return (startOn === null || startOn <= day) && (endOn === null || day <= endOn);
}
