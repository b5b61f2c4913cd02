import type { KnownBlock, ModalView, PlainTextOption } from "@slack/web-api";
import { z } from "zod";
import type { ChoiceOf, Form, FormField, Submitted } from "../../command/index.js";

export const FORM_CALLBACK = "command_form";
export const MORE_ACTION = "command_form_more";
/** Blocks of fields: those that a preview follows tell of every change. */
export const FIELD_BLOCK = /^field:[\w-]+(?:@[\w-]+)?$/;
const MORE_BLOCK = "more";
/** action_id of a type-ahead field: which command and argument it belongs to stands in the view. */
export const LOOKUP_ACTION = /^lookup:([\w-]+)$/;
/** What a form lets people upload. What a file is, its content says; this only keeps pictures out of the way. */
const TABLE_FILES = ["xlsx", "csv", "tsv", "txt"] as const;
const FIELD = /^field:([\w-]+)(?:@[\w-]+)?$/;
const LONGEST_SLOT = 100;

/** What a form remembers while it is open: the line it was opened with, and where its answer goes. */
const memorySchema = z.object({
  command: z.string(),
  line: z.string(),
  channel: z.string().nullable(),
  /** Of the slash command or click; null for a global shortcut. */
  answerAt: z.object({ url: z.string(), onMessage: z.boolean() }).nullable(),
});
const LONGEST_MEMORY = 3000;
export type FormMemory = z.infer<typeof memorySchema>;

export function readMemory(privateMetadata: string): FormMemory {
  return memorySchema.parse(JSON.parse(privateMetadata));
}

const plain = (text: string, most: number) => ({ type: "plain_text" as const, text: cut(text, most), emoji: false });
const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

type Blocks = readonly { readonly block_id?: string }[];

/**
 * A modal for a command's form: its fields, and a button for the rest of them. Null when its line is too long for one.
 * @param open the blocks of the form that is open: what was typed stays in a field whose block keeps its id, and goes with it
 */
export function modalOf(form: Form, memory: FormMemory, open: Blocks = []): ModalView | null {
  const remembered = JSON.stringify(memory);
  if (remembered.length > LONGEST_MEMORY) return null;
  const more: KnownBlock[] =
    form.more === 0
      ? []
      : [
          {
            type: "actions",
            block_id: MORE_BLOCK,
            elements: [{ type: "button", action_id: MORE_ACTION, text: plain(`More (${form.more})`, 75) }],
          },
        ];
  return {
    type: "modal",
    callback_id: FORM_CALLBACK,
    title: plain(form.title, 24),
    submit: plain(form.submit, 24),
    close: plain("Cancel", 24),
    private_metadata: remembered,
    blocks: [...form.fields.map((field) => inputOf(field, blockOf(field, form, open))), ...previewOf(form), ...more],
  };
}

/** Whether a form that is open shows the fields behind "More", or has none. */
export const showsAll = (blocks: Blocks): boolean => !blocks.some(({ block_id }) => block_id === MORE_BLOCK);

function previewOf({ preview }: Form): KnownBlock[] {
  if (preview === undefined) return [];
  return [{ type: "section", block_id: "preview", text: plain(preview, 3000) }];
}

function blockOf({ key, isRenewed }: FormField, { renewedFor = "" }: Form, open: Blocks): string {
  if (isRenewed) return `field:${key}@${renewedFor.replaceAll(/[^\w-]/g, "-").slice(0, LONGEST_SLOT)}`;
  return open.find(({ block_id }) => keyOf(block_id) === key)?.block_id ?? `field:${key}`;
}

const keyOf = (block: string | undefined): string | undefined => FIELD.exec(block ?? "")?.[1];

function inputOf(field: FormField, block_id: string): KnownBlock {
  return {
    type: "input",
    block_id,
    label: plain(field.label, 2000),
    optional: !field.required,
    ...(field.help ? { hint: plain(field.help, 2000) } : {}),
    ...(field.isFollowed ? { dispatch_action: true } : {}),
    element: elementOf(field),
  } as KnownBlock;
}

type Element = Extract<KnownBlock, { type: "input" }>["element"];

function elementOf(field: FormField): Element {
  const placeholder = field.placeholder ? { placeholder: plain(field.placeholder, 150) } : {};
  const { entry, values } = field;
  switch (entry.kind) {
    case "typed":
      return {
        type: "plain_text_input",
        action_id: `value:${field.key}`,
        ...placeholder,
        ...(field.isFollowed ? { dispatch_action_config: { trigger_actions_on: ["on_character_entered"] } } : {}),
        ...(values[0] ? { initial_value: cut(values[0], 3000) } : {}),
      };
    case "day":
      return {
        type: "datepicker",
        action_id: `value:${field.key}`,
        ...placeholder,
        ...(values[0] ? { initial_date: values[0] } : {}),
      };
    case "chosen": {
      const options = entry.choices.slice(0, 100).map(optionOf);
      const initial = options.filter((option) => values.includes(option.value ?? ""));
      if (entry.many)
        return {
          type: "multi_static_select",
          action_id: `value:${field.key}`,
          options,
          ...(initial.length > 0 ? { initial_options: initial } : {}),
        };
      return {
        type: "static_select",
        action_id: `value:${field.key}`,
        options,
        ...(initial[0] ? { initial_option: initial[0] } : {}),
      };
    }
    case "looked_up": {
      const initial = values
        .filter((value) => value.length <= 150)
        .map((value) => optionOf({ value, label: field.labels?.get(value) ?? value }));
      const common = { action_id: `lookup:${field.key}`, min_query_length: 0, ...placeholder };
      if (entry.many)
        return {
          type: "multi_external_select",
          ...common,
          ...(initial.length > 0 ? { initial_options: initial } : {}),
        };
      return { type: "external_select", ...common, ...(initial[0] ? { initial_option: initial[0] } : {}) };
    }
    case "member":
      return {
        type: "users_select",
        action_id: `value:${field.key}`,
        ...(values[0] ? { initial_user: values[0] } : {}),
      };
    case "channel":
      return {
        type: "conversations_select",
        action_id: `value:${field.key}`,
        ...(values[0] ? { initial_conversation: values[0] } : {}),
      };
    case "file": {
      const action_id = `value:${field.key}`;
      // Slack fills no file field in: a file that is known already is the one choice there is.
      const [known] = values.map((value) => optionOf({ value, label: value }));
      return known === undefined
        ? { type: "file_input", action_id, filetypes: [...TABLE_FILES], max_files: 1 }
        : { type: "static_select", action_id, options: [known], initial_option: known };
    }
  }
}

/** Slack's limits: a label of 75 characters, a value of 150. */
export function optionOf({ value, label }: ChoiceOf): PlainTextOption {
  return { text: plain(label || value, 75), value: value.slice(0, 150) };
}

const selected = z.object({ value: z.string() });
const stateSchema = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_option: selected.nullish(),
      selected_options: z.array(selected).nullish(),
      selected_date: z.string().nullish(),
      selected_user: z.string().nullish(),
      selected_conversation: z.string().nullish(),
      files: z.array(z.object({ id: z.string() })).nullish(),
    }),
  ),
);

/** The values of a submitted view, by argument. */
export function valuesOf(state: unknown): Submitted {
  const values: Record<string, string | readonly string[] | null> = {};
  for (const [block, actions] of Object.entries(stateSchema.parse(state))) {
    const key = keyOf(block);
    const field = Object.values(actions)[0];
    if (key === undefined || field === undefined) continue;
    values[key] =
      field.selected_options?.map((option) => option.value) ??
      field.selected_option?.value ??
      field.selected_date ??
      field.selected_user ??
      field.selected_conversation ??
      field.files?.map((file) => file.id) ??
      field.value ??
      null;
  }
  return values;
}

/** Problems by argument, as errors beside the fields; those of fields not shown, or of no field (""), stand beside the first one. */
export function errorsOf(problems: Readonly<Record<string, string>>, shown: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [key, problem] of Object.entries(problems)) {
    const own = shown.find((block) => keyOf(block) === key);
    errors[own ?? shown[0] ?? `field:${key}`] = key === "" || own !== undefined ? problem : `${key}: ${problem}`;
  }
  return errors;
}
