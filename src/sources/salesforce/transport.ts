import { PassThrough } from "node:stream";
import { Transport } from "jsforce/lib/transport.js";
import type { HttpRequest, HttpResponse } from "jsforce/lib/types/index.js";
import { StreamPromise } from "jsforce/lib/util/promise.js";
import { Fetching, type TransportOptions } from "./fetching.js";

/**
 * How jsforce's requests travel: by fetch, with a deadline over head and body. Its own transport never settles when a body is cut, waits
 * half an hour for a head, and repeats requests unseen.
 */
export class FetchTransport extends Transport {
  readonly #fetching: Fetching;

  constructor(options: TransportOptions) {
    super();
    this.#fetching = new Fetching(options);
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.#whole(request) }));
  }

  async #whole(request: HttpRequest): Promise<HttpResponse> {
    const { "content-length": _ours, ...headers } = request.headers ?? {};
    const streaming = await this.#fetching.send({
      url: request.url,
      method: request.method,
      headers,
      ...(typeof request.body === "string" ? { body: request.body } : {}),
    });
    const body = await streaming.text();
    return { statusCode: streaming.response.status, headers: Object.fromEntries(streaming.response.headers), body };
  }
}
