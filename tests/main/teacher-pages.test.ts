import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freePort } from "../../bin/free-port.mjs";
import { ask, fromPolaris, onlyEphemeral, wordsOf } from "../doors/slack/looking.js";
import { ALERTS, GENERAL, runningSetting, type Setting, STAFF } from "./setting.js";

let setting: Setting;
let port: number;
let isClosed = false;
const close = async () => {
  if (!isClosed) await setting.close();
  isClosed = true;
};
beforeAll(async () => {
  port = await freePort();
  setting = await runningSetting({ google: true, configuration: { web: { port } } });
});
afterAll(close);

const said = async (line: string) => onlyEphemeral(await ask(setting.slack.as(STAFF), line, GENERAL));

describe("a teacher's own page", () => {
  it("is given in Slack, opened in a browser, and what is wrong comes back to Slack", async () => {
    const given = await said("teacher-link Winifred Newcome");
    const address = /http:\/\/127\.0\.0\.1:\d+\/teacher\/[\w-]+\.[\w-]+/.exec(JSON.stringify(given.blocks))?.[0] ?? "";
    expect(address).toContain(`http://127.0.0.1:${port}/`);

    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Winifred Newcome");
    expect((await fetch(`${address.slice(0, -1)}!`)).status).toBe(404);

    const remark = new URLSearchParams({ kind: "missing", session: "", text: "I was at the session in March." });
    const sent = await fetch(address, { method: "POST", body: remark, redirect: "manual" });
    expect(sent.status).toBe(303);
    const told = await setting.slack.awaitMessage(
      ({ channel, text }) => channel === ALERTS && /A teacher says/.test(text),
    );
    expect(wordsOf(told.blocks)).not.toContain("Newcome");
    expect(fromPolaris(setting.slack.messages(ALERTS)).filter(({ text }) => /A teacher says/.test(text))).toHaveLength(
      1,
    );
    expect(wordsOf((await said("teacher-remarks")).blocks)).toContain("I was at the session in March.");

    expect((await said("teacher-remarks close 1 It counts now.")).text).toContain("answered");
    expect(await (await fetch(address)).text()).toContain("It counts now.");
    await said("teacher-link remove 1");
    expect((await fetch(address)).status).toBe(404);
  });

  it("is served by nobody once Polaris has stopped", async () => {
    await close();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  it("is left out, in words, by a sandbox that finds its port taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const taken = typeof address === "object" && address !== null ? address.port : 0;
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const second = await runningSetting({ configuration: { web: { port: taken } } });
    try {
      expect(said.mock.calls.flat().join(" ")).toContain(`web.port ${taken} of organization.yml (EADDRINUSE)`);
    } finally {
      said.mockRestore();
      await second.close();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
