/**
 * The import table of ARCHITECTURE.md, enforced.
 * Invariant: a package imports a sibling only if the table says so, and reaches it only through an entry point that its package.json names.
 */
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Package → the packages it may import, as the table in ARCHITECTURE.md has it. */
export function readImportTable(markdown: string): Map<string, Set<string>> {
  const rows = markdown.matchAll(/^\| `([a-z]+)` +\|[^|]*\|([^|]*)\|$/gm)
  return new Map(
    [...rows].map(([, name = '', allowed = '']) => [
      name,
      new Set(
        allowed
          .replaceAll(/\([^)]*\)/g, '')
          .split(',')
          .map(word => word.trim())
          .filter(word => word !== '–'),
      ),
    ]),
  )
}

const IMPORT = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g

/** Every import that the table does not allow, as `file imports what`. */
export function importViolations(root: string): string[] {
  const table = readImportTable(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'))
  const files = globSync('packages/*/{src,bench}/**/*.{ts,tsx}', { cwd: root })
  if (table.size === 0 || files.length === 0) return ['nothing was read: the table or the sources moved']
  return files.flatMap(file => {
    const [, room = ''] = file.split('/')
    const allowed = table.get(room)
    if (!allowed) return [`${file} belongs to a package that the table does not name`]
    const isTest = /\.(test|soak)\.tsx?$/.test(file) || file.includes('/bench/') || file.includes('/testing/')
    return [...readFileSync(join(root, file), 'utf8').matchAll(IMPORT)]
      .map(([, target = '']) => target)
      .filter(target => !isAllowed(root, file, target, room, allowed, isTest))
      .map(target => `${file} imports ${target}`)
  })
}

function isAllowed(
  root: string,
  file: string,
  target: string,
  room: string,
  allowed: Set<string>,
  isTest: boolean,
) {
  if (target.startsWith('.')) {
    const reached = relative(root, join(root, file, '..', target))
    if (reached.startsWith(`packages/${room}/`)) return true
    // Tests may use the test worlds of the rooms that their own room may import.
    const [, sibling] = /^packages\/([a-z]+)\/src\/(?:.*\/)?testing\//.exec(reached) ?? []
    return isTest && (reached.startsWith('test/') || (sibling !== undefined && allowed.has(sibling)))
  }
  if (!target.startsWith('@daybook/')) return true
  const [, sibling = '', ...inner] = target.split('/')
  return (allowed.has(sibling) || sibling === room) && isEntryPoint(root, sibling, inner)
}

function isEntryPoint(root: string, room: string, inner: readonly string[]): boolean {
  if (inner.length === 0) return true
  const text = readFileSync(join(root, 'packages', room, 'package.json'), 'utf8')
  const { exports = {} } = JSON.parse(text) as { exports?: Record<string, string> }
  return Object.hasOwn(exports, `./${inner.join('/')}`)
}
