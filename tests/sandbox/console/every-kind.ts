import type { KnownBlock, ModalView } from "@slack/web-api";
import sharp from "sharp";
import type { BoltApp } from "../slack/bolt-app.js";

/** What the app was told, in order. */
export interface Heard {
  readonly what: string;
  readonly body: unknown;
}

export const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

const plain = (text: string) => ({ type: "plain_text" as const, text });
const mrkdwn = (text: string) => ({ type: "mrkdwn" as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });
const cell = (text: string) => ({ type: "raw_text" as const, text });
const button = (action_id: string, text: string) => ({
  type: "button" as const,
  action_id,
  text: plain(text),
  value: action_id,
});
const rich = (text: string) => ({
  type: "rich_text" as const,
  elements: [
    { type: "rich_text_section" as const, elements: [{ type: "text" as const, text, style: { bold: true } }] },
  ],
});
const link = (text: string, url: string) => ({
  type: "rich_text" as const,
  elements: [{ type: "rich_text_section" as const, elements: [{ type: "link" as const, url, text }] }],
});

const NAMES = [
  "Amara Lindqvist",
  "Bruno Castellanos",
  "Chidi Hartmann",
  "Dolores Whitfield",
  "Esme Takahashi",
  "Farid O'Neill",
];

export const ORGANIZATIONS = [
  "Hill's Pet Nutrition",
  "Hillcrest Engineering",
  "Black & Veatch",
  "Burns & McDonnell",
  "Garmin",
];

function volunteers(page: number): KnownBlock[] {
  return [
    rich(page === 1 ? "143 volunteers have a skill in stem." : "143 volunteers have a skill in stem (page 2)."),
    {
      type: "section",
      fields: [
        mrkdwn("*Volunteers*\n143"),
        mrkdwn("*Active this year*\n88"),
        mrkdwn("*Hours*\n1,204.5"),
        mrkdwn("*Organizations*\n31"),
      ],
    },
    {
      type: "table",
      block_id: "volunteers",
      column_settings: [{ is_wrapped: true }, { is_wrapped: true }, { align: "right" }, { align: "right" }],
      rows: [
        [cell("Name"), cell("Skills"), cell("Sessions"), cell("Hours")],
        ...NAMES.map((name, index) => [
          index === 0 ? link(name, "https://example.org/contact/1") : cell(name),
          cell(["Robotics, mathematics", "Chemistry", "Data science, statistics"][index % 3] ?? ""),
          cell(String(24 - 3 * index)),
          cell((36.5 - 4.5 * index).toFixed(1)),
        ]),
      ],
    },
    { type: "context", elements: [mrkdwn("As of *21 Nov 2026, 09:12* · Salesforce synced 4 minutes ago · M30")] },
    {
      type: "actions",
      block_id: "paging",
      elements: [
        { ...button("next", "Next"), style: "primary", accessibility_label: "Next, page 2 of 15" },
        button("export", "Export to Excel"),
        {
          ...button("share", "Share in Channel"),
          style: "danger",
          confirm: {
            title: plain("Are you sure?"),
            text: plain("Everybody in #general will see it."),
            confirm: plain("Share"),
            deny: plain("Cancel"),
          },
        },
        {
          type: "static_select",
          action_id: "school",
          placeholder: plain("School"),
          options: [option("First School", "1"), option("Second School", "2")],
        },
        { type: "overflow", action_id: "more", options: [option("Refresh", "refresh"), option("Forget", "forget")] },
      ],
    },
  ];
}

function everyBlock(): KnownBlock[] {
  return [
    { type: "header", text: plain("Every kind of block") },
    {
      type: "section",
      text: mrkdwn(
        "*bold* _italic_ ~struck~ `code` <https://example.org|a link> <@U0SASHA0001> <#C0GENERAL01> :tada:\n&gt; quoted",
      ),
      accessory: { type: "datepicker", action_id: "day", initial_date: "2026-02-15" },
    },
    { type: "divider" },
    {
      type: "image",
      image_url: "https://example.org/chart.png",
      alt_text: "Sessions by month",
      title: plain("Elsewhere"),
    },
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_list",
          style: "bullet",
          elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "First point" }] }],
        },
        { type: "rich_text_preformatted", elements: [{ type: "text", text: "SELECT 1" }] },
        {
          type: "rich_text_quote",
          elements: [
            { type: "text", text: "Quoted" },
            { type: "broadcast", range: "channel" },
          ],
        },
      ],
    },
    {
      type: "markdown",
      text: "## Markdown\n- one\n- **two**\n\n[site](https://example.org) [bad](javascript:alert(1))",
    },
    {
      type: "actions",
      elements: [
        {
          type: "radio_buttons",
          action_id: "pick",
          options: [option("In person", "in"), option("Virtual", "virtual")],
        },
        {
          type: "checkboxes",
          action_id: "ticks",
          options: [option("Only active", "active"), option("With hours", "hours")],
        },
        { type: "users_select", action_id: "person", placeholder: plain("Person") },
      ],
    },
    {
      type: "video",
      video_url: "https://example.org/v",
      thumbnail_url: "https://example.org/t.png",
      alt_text: "A video",
      title: plain("A video"),
    },
  ];
}

function hostileBlocks(): KnownBlock[] {
  return [
    { type: "header", text: plain(HOSTILE) },
    { type: "section", text: mrkdwn(`${HOSTILE.replaceAll("<", "&lt;").replaceAll(">", "&gt;")} &lt;!channel&gt;`) },
    rich("<!channel> <@U0SASHA0001> *x*"),
    { type: "table", rows: [[cell("Name")], [cell(HOSTILE)]] },
    { type: "section", text: mrkdwn("<javascript:alert(1)|click me>") },
  ];
}

function form(): ModalView {
  return {
    type: "modal",
    callback_id: "report_form",
    title: plain("Report"),
    submit: plain("Run report"),
    close: plain("Cancel"),
    blocks: [
      {
        type: "input",
        block_id: "organization",
        label: plain("Organization"),
        hint: plain("Type the first letters of its name."),
        element: {
          type: "external_select",
          action_id: "organization",
          min_query_length: 1,
          placeholder: plain("Search organizations"),
        },
      },
      {
        type: "input",
        block_id: "period",
        label: plain("Period"),
        element: {
          type: "static_select",
          action_id: "period",
          options: [option("This school year", "sy"), option("Last 3 years", "3y")],
          initial_option: option("Last 3 years", "3y"),
        },
      },
      {
        type: "input",
        block_id: "schools",
        optional: true,
        label: plain("Schools"),
        element: {
          type: "multi_static_select",
          action_id: "schools",
          options: [option("First School", "1"), option("Second School", "2"), option("Third School", "3")],
        },
      },
      {
        type: "input",
        block_id: "format",
        label: plain("Format"),
        element: {
          type: "radio_buttons",
          action_id: "format",
          options: [option("All sessions", "all"), option("In person", "in"), option("Virtual", "virtual")],
          initial_option: option("All sessions", "all"),
        },
      },
      {
        type: "input",
        block_id: "with",
        optional: true,
        label: plain("Also show"),
        element: {
          type: "checkboxes",
          action_id: "with",
          options: [option("Cancelled sessions", "cancelled"), option("Former employees", "former")],
        },
      },
      {
        type: "input",
        block_id: "since",
        optional: true,
        label: plain("Since"),
        element: { type: "datepicker", action_id: "since" },
      },
      {
        type: "input",
        block_id: "note",
        optional: true,
        label: plain("Note"),
        element: {
          type: "plain_text_input",
          action_id: "note",
          multiline: true,
          placeholder: plain("For the file's first sheet"),
        },
      },
      {
        type: "input",
        block_id: "list",
        optional: true,
        label: plain("List of people"),
        element: { type: "file_input", action_id: "list", filetypes: ["csv"], max_files: 1 },
      },
      { type: "actions", block_id: "more", elements: [button("add_field", "More (1)"), button("push_form", "Help")] },
    ],
  };
}

/** A chart as a picture, drawn here so that no file is needed. */
export function chart(): Promise<Buffer> {
  const bars = [60, 96, 78, 140, 122, 168, 150].map(
    (height, index) =>
      `<rect x="${40 + index * 80}" y="${220 - height}" width="52" height="${height}" rx="4" fill="#2f63d6"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="260"><rect width="640" height="260" fill="#fff"/>${bars.join("")}<path d="M30 220h580" stroke="#9aa3b5"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** An app that answers with each kind of block, and writes down what it hears. */
export function everyKind(app: BoltApp, heard: Heard[]): void {
  const hear = (what: string, body: unknown) => heard.push({ what, body });

  app.command("/polaris", async ({ ack, command, client, respond }) => {
    hear("command", command);
    const { text, channel_id: channel, trigger_id } = command;
    if (text === "silent") return;
    await ack();
    if (text === "volunteers") await respond({ text: "143 volunteers have a skill in stem.", blocks: volunteers(1) });
    else if (text === "blocks") await client.chat.postMessage({ channel, text: "Every kind", blocks: everyBlock() });
    else if (text === "hostile")
      await client.chat.postMessage({ channel, text: "&lt;b&gt;hostile&lt;/b&gt;", blocks: hostileBlocks() });
    else if (text === "form") await client.views.open({ trigger_id, view: form() });
    else if (text === "report") {
      const picture = await client.filesUploadV2({ filename: "chart.png", file: await chart() });
      const [file] = picture.files.flatMap((each) => each.files ?? []);
      await client.chat.postMessage({
        channel,
        text: "Hill's gave 812 hours in 3 years.",
        blocks: [
          rich("Hill's gave 812 hours in 3 years, most of them in spring."),
          {
            type: "image",
            slack_file: { id: file?.id ?? "" },
            alt_text: "Hours per month, highest in March with 168",
            title: plain("Hours per month"),
          },
        ],
      });
      await client.filesUploadV2({
        channel_id: channel,
        filename: "hills.csv",
        title: "Hill's sessions",
        file: Buffer.from("session,hours\nCareer Day,3\n"),
      });
    } else await respond({ text: `You said *${text}*` });
  });

  app.action("next", async ({ ack, respond, body }) => {
    hear("next", body);
    await ack();
    await respond({ replace_original: true, text: "143 volunteers, page 2.", blocks: volunteers(2) });
  });
  app.action("share", async ({ ack, respond, body }) => {
    hear("share", body);
    await ack();
    await respond({ response_type: "in_channel", replace_original: false, text: "Shared: 143 volunteers" });
  });
  app.action("add_field", async ({ ack, body, client }) => {
    hear("add_field", body);
    await ack();
    if (!("view" in body) || body.view === undefined) return;
    const view = form();
    const extra: KnownBlock = {
      type: "input",
      block_id: "extra",
      optional: true,
      label: plain("District"),
      element: { type: "plain_text_input", action_id: "extra" },
    };
    await client.views.update({
      view_id: body.view.id,
      view: { ...view, blocks: [...view.blocks.slice(0, -1), extra] },
    });
  });
  app.action("push_form", async ({ ack, body, client }) => {
    await ack();
    if (!("trigger_id" in body)) return;
    await client.views.push({
      trigger_id: body.trigger_id,
      view: {
        type: "modal",
        title: plain("Help"),
        blocks: [{ type: "section", text: plain("A report shows every session.") }],
      },
    });
  });
  app.action(/^(school|export|more|day|pick|ticks|person|refresh)$/, async ({ ack, body, action, client }) => {
    hear(action.type, action);
    await ack();
    if ("action_id" in action && action.action_id === "refresh")
      await client.views.publish({ user_id: body.user.id, view: home("Fresh figures") });
  });
  app.options("organization", async ({ ack, options }) => {
    hear("options", options);
    const found = ORGANIZATIONS.filter((name) => name.toLowerCase().includes(options.value.toLowerCase()));
    await ack({ options: found.map((name) => option(name, name)) });
  });
  app.view("report_form", async ({ ack, view, body }) => {
    hear("submission", body);
    const chosen = view.state.values.organization?.organization?.selected_option?.value;
    if (chosen === "Garmin")
      await ack({ response_action: "errors", errors: { organization: "Garmin has no sessions in this period." } });
    else await ack();
  });
  app.event("app_mention", async ({ event, client }) => {
    await client.chat.postMessage({
      channel: event.channel,
      thread_ts: event.thread_ts ?? event.ts,
      text: "Here in the *thread*.",
    });
  });
  app.event("app_home_opened", async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: home("Good morning") });
  });
  app.shortcut("report", async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form() });
  });
  app.shortcut("import", async ({ ack, shortcut }) => {
    hear("import", shortcut);
    await ack();
  });
}

function home(title: string) {
  return {
    type: "home" as const,
    blocks: [
      { type: "header" as const, text: plain(title) },
      {
        type: "section" as const,
        text: mrkdwn("*Volunteers this year*\n412 people, 1,904 hours"),
        accessory: button("refresh", "Refresh"),
      },
      { type: "divider" as const },
      {
        type: "actions" as const,
        elements: [{ ...button("export", "Volunteers"), style: "primary" as const }, { ...button("more", "Reports") }],
      },
      { type: "context" as const, elements: [plain("Salesforce synced 4 minutes ago")] },
    ],
  };
}
