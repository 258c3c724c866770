/** Asks for the next item while this one is worked on: the engine makes bytes while others are written and hashed. */

export async function* oneAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const items = source[Symbol.asyncIterator]()
  let next = items.next()
  try {
    for (let item = await next; item.done !== true; item = await next) {
      next = items.next()
      // Heard when it is awaited; until then nobody listens.
      next.catch(() => {})
      yield item.value
    }
  } finally {
    await next.catch(() => {})
    await items.return?.()
  }
}
