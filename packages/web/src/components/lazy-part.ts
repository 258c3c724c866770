/**
 * A part of a page whose code comes when it is needed. A network that is away for a moment only makes it late:
 * the code is asked for again, and the page shows what stands in for it until then.
 */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react'

/** The last try comes half a minute after the first. */
const TRIES = 6
const PAUSE_MS = 1000

export function lazyPart<P>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => ({ default: await patiently(load) }))
}

export async function patiently<T>(load: () => Promise<T>, pauseMs = PAUSE_MS): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await load()
    } catch (error) {
      if (tries === TRIES) throw error
      await new Promise(resolve => setTimeout(resolve, pauseMs * 2 ** (tries - 1)))
    }
  }
}
