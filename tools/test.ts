/** `npm test`: installs what only the tests need, builds the web app, runs every test; `npm run test:soak` runs them over and over. */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { env } from 'node:process'
import { parseArgs } from 'node:util'
import { buildWeb } from './build-web.ts'
import { ensureDebianPackage } from './debian-package.ts'

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

/** @returns the exit code */
function runTests(seed?: number): number {
  const vitest = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...given],
    {
      cwd: root,
      stdio: 'inherit',
      env: seed === undefined ? env : { ...env, DAYBOOK_TEST_SEED: String(seed) },
    },
  )
  return vitest.status ?? 1
}

/** Rounds with fresh seeds until the time is up; the first that fails ends it and says how to repeat it. */
function soak(minutes: number): number {
  const until = performance.now() + minutes * 60_000
  for (let round = 1; performance.now() < until; round++) {
    const seed = randomInt(2 ** 31)
    console.log(`Round ${round}, seed ${seed}`)
    const code = runTests(seed)
    if (code === 0) continue
    console.log(`Repeat it with: DAYBOOK_TEST_SEED=${seed} npm test`)
    return code
  }
  return 0
}

ensureDebianPackage('chromium', ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'])
ensureDebianPackage('libreoffice-calc', ['/usr/bin/soffice', '/usr/bin/libreoffice'])
buildWeb(root)
process.exitCode = values['soak'] === true ? soak(Number(values['minutes'] ?? SOAK_MINUTES)) : runTests()
