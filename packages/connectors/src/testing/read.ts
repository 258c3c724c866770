/** Reads a source from memory or from a file, for tests. */
import { normaliseEvent, readJson, type AuditEvent } from '@daybook/event'
import { expect } from 'vitest'
import { openInput } from '../input/open.ts'
import type { BadItem, GoodItem, Source, SourceItem, SourceOptions } from '../source.ts'

export async function* inPieces(text: string | Uint8Array, size = 1 << 16): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

export async function readText(
  source: Source,
  text: string | Uint8Array,
  options: SourceOptions = {},
): Promise<SourceItem[]> {
  return collect(source.read(inPieces(text), options))
}

export async function readFile(
  source: Source,
  path: string,
  options: SourceOptions = {},
): Promise<SourceItem[]> {
  return collect(source.read((await openInput(path)).bytes, options))
}

/** All items, which must be good ones. */
export function good(items: readonly SourceItem[]): GoodItem[] {
  const bad = items.filter(item => !item.ok)
  expect(bad).toEqual([])
  return items as GoodItem[]
}

export function bad(items: readonly SourceItem[]): BadItem[] {
  return items.filter(item => !item.ok)
}

/** The event as a server would record it; a refused one fails the test. */
export function normal(item: GoodItem): AuditEvent {
  const value = readJson(item.text ?? JSON.stringify(item.event))
  const result = normaliseEvent(value, { newId: () => 'no id' })
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problems)}`)
  return result.accepted.event
}
