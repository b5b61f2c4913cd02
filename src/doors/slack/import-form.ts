import { z } from "zod";
import type { Form } from "../../command/index.js";
import type { Conversation, Whose } from "./conversation.js";

/** The command whose form it is. */
const IMPORT = "import";

const messageSchema = z.object({
  files: z
    .array(
      z.object({ id: z.string(), name: z.string().nullish(), title: z.string().nullish(), mode: z.string().nullish() }),
    )
    .catch([])
    .default([]),
});

/** A file that stands in a message. */
interface SharedFile {
  readonly id: string;
  readonly name: string;
}

/** The files of a message that are still there. */
export function filesIn(message: unknown): SharedFile[] {
  return messageSchema
    .parse(message)
    .files.filter(({ mode }) => mode !== "tombstone")
    .map(({ id, name, title }) => ({ id, name: name || title || id }));
}

const NO_FILE =
  "This message has no file. Use “Import this file” on a message with a workbook (.xlsx) or a text file (.csv, .tsv), or type /polaris import and choose the file there.";
const TOO_LATE = "Slack did not open the form: there was too little time. Use “Import this file” once more.";

/** Opens the import's form with the message's first file chosen, or says why it cannot. */
export async function openImportForm(talk: Conversation, whose: Whose, files: readonly SharedFile[]): Promise<void> {
  const [first] = files;
  if (first === undefined) return talk.tell(whose, NO_FILE);
  const { house, places } = talk.parts;
  const said = { ...whose, line: `${IMPORT} ${first.id}` };
  const answer = await house.form(await talk.request(said, places.slash(whose.channel, true)), { more: false });
  if (answer.kind === "failed") await talk.say(whose, answer.message);
  else if (!(await talk.openForm(whose, offering(answer.form, files)))) await talk.tell(whose, TOO_LATE);
}

/** The form with the message's files by name, where it would ask for an upload. */
function offering(form: Form, files: readonly SharedFile[]): Form {
  const choices = files.map(({ id, name }) => ({ value: id, label: name }));
  const fields = form.fields.map((field) =>
    field.entry.kind === "file" ? { ...field, entry: { kind: "chosen", choices, many: false } as const } : field,
  );
  return { ...form, fields };
}
