/**
 * `npm run check`: formatting, types, type-aware lint, dead code, import table, error codes.
 * Every check runs even when an earlier one fails, so that one run shows all there is to mend.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { importViolations } from './import-table.ts'

const root = join(import.meta.dirname, '..')
const bin = (name: string) => join(root, 'node_modules', '.bin', name)

function run(title: string, command: string, args: readonly string[]): boolean {
  const started = performance.now()
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const passed = result.status === 0
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  if (!passed) console.log(`${result.stdout}${result.stderr}`)
  return passed
}

const projects = ['.', ...readdirSync(join(root, 'packages')).map(name => `packages/${name}`)].filter(
  directory => existsSync(join(root, directory, 'tsconfig.json')),
)

const results = [
  run('formatting', bin('prettier'), ['--check', '--log-level', 'warn', '.']),
  ...projects.map(directory => run(`types: ${directory}`, bin('tsc'), ['-p', directory])),
  run('lint', bin('oxlint'), ['--type-aware', '--deny-warnings', '.']),
  run('dead code and undeclared dependencies', bin('knip'), ['--no-config-hints']),
]

const violations = importViolations(root)
console.log(`${violations.length === 0 ? 'ok  ' : 'FAIL'} import table`)
for (const violation of violations) console.log(`     ${violation}`)

process.exitCode = results.every(Boolean) && violations.length === 0 ? 0 : 1
