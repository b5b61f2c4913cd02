/** Slack's limits for messages (Block Kit reference), and how much of them a reply uses. */
export const LIMITS = {
  blocksPerMessage: 50,
  sectionText: 3000,
  fieldText: 2000,
  fieldsPerSection: 10,
  contextElements: 10,
  contextText: 2000,
  actionsPerBlock: 25,
  buttonText: 75,
  buttonValue: 2000,
  accessibilityLabel: 75,
  actionId: 255,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  altText: 2000,
  imageTitle: 2000,
  tableColumns: 20,
  tableRows: 100,
  /** All cells of a message's one table together. */
  tableCharacters: 10_000,
  messageText: 3000,
} as const;

/** A longer command line is stored and its button carries the key. */
export const LONGEST_LINE_IN_A_BUTTON = 1500;

/** Rows of a table that is not paged, and the largest page. */
export const MOST_ROWS_SHOWN = 25;
export const ROWS_PER_PAGE = 10;
export const MOST_FACTS = 20;
export const MOST_CHARTS = 5;
export const MOST_NOTICES = 8;
export const MOST_CHOICES = 15;
export const MOST_OWN_ACTIONS = 10;
export const MOST_OTHER_TABLES = 10;
/** Links to Google Sheets that were made of a reply. */
export const MOST_SHEETS = 3;
