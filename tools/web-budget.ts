/**
 * What a reader's browser has to load, from the build's own manifest, in bytes as they are sent (gzip).
 * First load = the entry and all it imports; a lazy chunk counts with what only it imports. What several lazy chunks share
 * (menus, dialogs) is loaded with the first of them, and once.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  file: string
  name?: string
  src?: string
  isEntry?: boolean
  isDynamicEntry?: boolean
  imports?: string[]
  css?: string[]
}
type Manifest = Record<string, Chunk>

export interface WebSizes {
  /** Scripts of the first load. */
  script: number
  /** Style sheets of the first load. */
  style: number
  /** Scripts that are loaded when they are needed, by name; languages and pages among them. */
  lazy: Record<string, number>
  /** Scripts that more than one of those need, together. */
  shared: number
  /** Fonts of a page in Latin letters, as they are: fonts are compressed already. */
  fonts: Record<string, number>
}

/** @param dist what `npm run build` wrote */
export function webSizes(dist: string): WebSizes {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest
  const packed = (file: string) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length
  const total = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + packed(file), 0)
  const chunks = Object.entries(manifest)
  const first = new Set(
    chunks.filter(([, chunk]) => chunk.isEntry).flatMap(([key]) => imported(manifest, key)),
  )
  const entries = chunks
    .filter(([, chunk]) => chunk.isDynamicEntry && chunk.file.endsWith('.js'))
    .map(([key, chunk]) => {
      const later = imported(manifest, key).filter(file => !first.has(file))
      return { name: chunk.name ?? chunk.src ?? key, file: chunk.file, later }
    })
  const users = (file: string) => entries.filter(({ later }) => later.includes(file)).length
  const shared = new Set(
    entries.flatMap(({ file, later }) => later.filter(other => other !== file && users(other) > 1)),
  )
  const lazy = entries.map(
    ({ name, later }) => [name, total(later.filter(file => !shared.has(file)))] as const,
  )
  const fonts = chunks
    .map(([, chunk]) => chunk.file)
    .filter(file => /-latin-wght-normal.*\.woff2$/.test(file))
    .map(file => [file.replace(/^.*\/|-latin.*$/g, ''), readFileSync(join(dist, file)).length] as const)
  return {
    script: total(first),
    style: total(
      new Set(chunks.filter(([, chunk]) => first.has(chunk.file)).flatMap(([, chunk]) => chunk.css ?? [])),
    ),
    lazy: Object.fromEntries(lazy),
    shared: total(shared),
    fonts: Object.fromEntries(fonts),
  }
}

/** The files of a chunk and of everything it imports at once. */
function imported(manifest: Manifest, key: string, seen = new Set<string>()): string[] {
  const chunk = manifest[key]
  if (chunk === undefined || seen.has(key)) return []
  seen.add(key)
  return [chunk.file, ...(chunk.imports ?? []).flatMap(next => imported(manifest, next, seen))]
}
