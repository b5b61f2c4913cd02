import { createServer, type Server } from "node:http";
import { PolarisError } from "../../runtime/index.js";

/** How the process is: alive once it answers, ready once Slack is connected and the pool is there. */
export interface Health {
  readonly ready: boolean;
  readonly text: string;
}

/** Serves /healthz on 127.0.0.1 for a supervisor; nothing of the organisation's data. */
export async function openHealth(
  port: number,
  health: () => Health,
): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/healthz") {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
      return;
    }
    const { ready, text } = health();
    response
      .writeHead(ready ? 200 : 503, { "content-type": "application/json" })
      .end(`${JSON.stringify({ alive: true, ready, text })}\n`);
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
