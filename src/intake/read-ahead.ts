/** Asks for the next item while the present one is being worked on; never more than one ahead. */
export async function* readAhead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = items.next();
  try {
    for (let item = await next; item.done !== true; item = await next) {
      next = items.next();
      // A failure is thrown when its turn comes; until then it is not unhandled.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await items.return(undefined).catch(() => undefined);
  }
}
