/** Asks for the first item at once, and for the next while the present one is being worked on; never more than one ahead. */
export function readAhead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  const first = items.next();
  // A failure is thrown when its turn comes; until then it is not unhandled.
  first.catch(() => undefined);
  return goOn(items, first);
}

async function* goOn<Item>(items: AsyncGenerator<Item>, first: Promise<IteratorResult<Item>>): AsyncGenerator<Item> {
  let next = first;
  try {
    for (let item = await next; item.done !== true; item = await next) {
      next = items.next();
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await items.return(undefined).catch(() => undefined);
  }
}
