// A port for one who must name it before anybody listens there.
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

// Below the ports that systems give to connections of their own (from 32768 on Linux, from 49152 elsewhere):
// between the asking and the listening no browser and no client can come to have it.
const LOWEST = 20_000;
const HIGHEST = 32_000;

const isFree = (port) =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

/** A port of 127.0.0.1 on which nobody listens at the moment. */
export async function freePort() {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
}
