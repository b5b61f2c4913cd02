/** Why an event was cancelled: key → as Salesforce and the reports say it. */
export const CANCELLATION_REASONS = {
  weather: "Weather/Snow Day",
  presenter: "Presenter Cancelled",
  teacher: "Teacher Cancelled",
  school: "School Conflict",
  technical: "Technical Issues",
  enrollment: "Low Enrollment",
  scheduling: "Scheduling Error",
  other: "Other",
} as const;
export type CancellationReason = keyof typeof CANCELLATION_REASONS;

/** "Other" explains itself in so many characters at least. */
export const SHORTEST_OTHER_NOTE = 10;

/** The words for a reason that was kept by its key; anything else as it is. */
export const cancellationLabel = (key: string): string =>
  Object.hasOwn(CANCELLATION_REASONS, key) ? CANCELLATION_REASONS[key as CancellationReason] : key;
