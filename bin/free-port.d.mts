/** A port of 127.0.0.1 on which nobody listens at the moment. */
export function freePort(): Promise<number>;
