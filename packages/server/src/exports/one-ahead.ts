/**
 * Asks for the next item while this one is worked on: the engine makes bytes while others are written and hashed.
 * The first is asked for at once, so whoever does not read it to its end MUST let it go: `for await` does, and `letGo`.
 */

export function oneAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const items = source[Symbol.asyncIterator]()
  return itemsOf(items, heardLater(items.next()))
}

/** Also of one that nobody has begun to read. */
export async function letGo(ahead: AsyncGenerator | undefined): Promise<void> {
  // A generator that was never begun has nothing to end: it is begun, and ended at its first item.
  await ahead?.next().catch(() => {})
  await ahead?.return(undefined)
}

async function* itemsOf<T>(items: AsyncIterator<T>, first: Promise<IteratorResult<T>>): AsyncGenerator<T> {
  let next = first
  try {
    for (let item = await next; item.done !== true; item = await next) {
      next = heardLater(items.next())
      yield item.value
    }
  } finally {
    await next.catch(() => {})
    await items.return?.()
  }
}

/** What goes wrong is heard when it is awaited; until then nobody listens. */
function heardLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}
