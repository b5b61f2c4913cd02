import { createServer, type Server } from "node:http";
import { PolarisError } from "../../runtime/index.js";

export { openPages, type TeacherPages } from "./pages.js";

/** How the process is: alive while its clock goes round, ready once Slack is connected and the pool is there. */
export interface Health {
  readonly alive: boolean;
  readonly ready: boolean;
  readonly text: string;
}

/** What a supervisor may ask; nothing of the organisation's data. */
export interface Operations {
  health(): Health;
  /** Everything that is measured, in Prometheus' text format. */
  metrics(): Promise<{ readonly type: string; readonly text: string }>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const JSON_TYPE = "application/json";

function healthAnswer(isGood: boolean, health: Health): Answer {
  return { status: isGood ? 200 : 503, type: JSON_TYPE, text: `${JSON.stringify(health)}\n` };
}

/** /healthz is ready or not; /healthz/alive says whether a restart would help. */
const PATHS: Readonly<Record<string, (operations: Operations) => Promise<Answer> | Answer>> = {
  "/healthz": ({ health }) => healthAnswer(health().ready, health()),
  "/healthz/ready": ({ health }) => healthAnswer(health().ready, health()),
  "/healthz/alive": ({ health }) => healthAnswer(health().alive, health()),
  "/metrics": async ({ metrics }) => ({ status: 200, ...(await metrics()) }),
};

const NOT_FOUND: Answer = { status: 404, type: "text/plain", text: "not found\n" };
const FAILED: Answer = { status: 500, type: "text/plain", text: "the figures cannot be read now\n" };

/** Serves health and metrics on 127.0.0.1 for a supervisor. */
export async function openOperations(
  port: number,
  operations: Operations,
): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/\?.*$/s, "");
    const answering = request.method === "GET" || request.method === "HEAD" ? PATHS[path] : undefined;
    void Promise.resolve(operations)
      .then((asked) => (answering === undefined ? NOT_FOUND : answering(asked)))
      .catch(() => FAILED)
      .then(({ status, type, text }) => response.writeHead(status, { "content-type": type }).end(text));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const text = `Polaris cannot listen on the port in OPS_PORT, ${port} (${cause.code}). Expected a free port.`;
      reject(new PolarisError("configuration_invalid", text, { cause }));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
