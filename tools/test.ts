/** `npm test`: installs what only the tests need, builds the web app, runs every test; `npm run test:soak` runs them over and over. */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { parseArgs } from 'node:util'
import { buildWeb } from './build-web.ts'
import { closingLine, type Outcome } from './closing-line.ts'
import { ensureDebianPackage } from './debian-package.ts'
import { together, worthASecondTry } from './second-try.ts'

const SOAK_MINUTES = 60

const root = join(import.meta.dirname, '..')
const { values, tokens } = parseArgs({
  options: { soak: { type: 'boolean' }, minutes: { type: 'string' } },
  strict: false,
  tokens: true,
})
const own = new Set(['soak', 'minutes'])
const given = tokens.flatMap(token => {
  if (token.kind === 'positional') return [token.value]
  if (token.kind !== 'option' || own.has(token.name)) return []
  return [token.rawName, ...(token.value === undefined ? [] : [token.value])]
})

const NOTHING: Outcome = { passed: 0, failed: 0, skipped: 0, failedFiles: [] }

/** @returns the exit code */
function runTests(args: readonly string[], extra: Record<string, string> = {}): number {
  const vitest = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], {
    cwd: root,
    stdio: 'inherit',
    // What a run compiles is kept: for its other processes, of which there are hundreds, and for the next run.
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/daybook-tests'), ...env, ...extra },
  })
  return vitest.status ?? 1
}

/** Everything, and browser files that failed a second time: see `worthASecondTry`. */
function runAll(): number {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-outcome-'))
  try {
    const path = join(folder, 'outcome.json')
    const run = (args: readonly string[]) => {
      const code = runTests(args, { DAYBOOK_TEST_OUTCOME: path })
      // Without one the run itself broke: there is nothing to try again.
      const outcome = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Outcome) : NOTHING
      return { code, outcome }
    }
    const first = run([])
    const again = worthASecondTry(first.outcome)
    if (first.code === 0 || again.length === 0) return first.code
    console.log(`\nA second try, alone: ${again.join(', ')}`)
    const second = run(again)
    console.log(`\nTwo tries: ${again.join(', ')}\n${closingLine(together(first.outcome, second.outcome))}`)
    return second.code
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Rounds with fresh seeds until the time is up; the first that fails ends it and says how to repeat it. */
function soak(minutes: number): number {
  const until = performance.now() + minutes * 60_000
  for (let round = 1; performance.now() < until; round++) {
    const seed = randomInt(2 ** 31)
    console.log(`Round ${round}, seed ${seed}`)
    const code = runTests(given, { DAYBOOK_TEST_SEED: String(seed) })
    if (code === 0) continue
    console.log(`Repeat it with: DAYBOOK_TEST_SEED=${seed} npm test`)
    return code
  }
  return 0
}

ensureDebianPackage('chromium', ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'])
ensureDebianPackage('libreoffice-calc', ['/usr/bin/soffice', '/usr/bin/libreoffice'])
buildWeb(root)
if (values['soak'] === true) process.exitCode = soak(Number(values['minutes'] ?? SOAK_MINUTES))
else process.exitCode = given.length === 0 ? runAll() : runTests(given)
