/** `npm test`: installs what only the tests need, builds the web app, runs every test. `--soak` runs the long ones instead. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildWeb } from './build-web.ts'
import { ensureDebianPackage } from './debian-package.ts'

const root = join(import.meta.dirname, '..')
const given = process.argv.slice(2).filter(argument => argument !== '--soak')
const soak = process.argv.includes('--soak')

ensureDebianPackage('chromium', ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'])
buildWeb(root)

const config = soak ? ['--config', 'vitest.soak.config.ts'] : []
const vitest = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...config, ...given],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
process.exitCode = vitest.status ?? 1
