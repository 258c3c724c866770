/** `npm start`: builds the web app when it is missing or older than its sources, then starts Daybook with sample data. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildWeb } from './build-web.ts'

const root = join(import.meta.dirname, '..')
buildWeb(root)

const given = process.argv.slice(2)
const args = given.includes('--sample') ? given : ['--sample', '50000', ...given]
const daybook = spawn(process.execPath, [join(root, 'packages/cli/src/main.ts'), 'start', ...args], {
  stdio: 'inherit',
  // Someone who tries the product wants to see the link, not the log.
  env: { DAYBOOK_LOG_LEVEL: 'warn', ...process.env },
})
// The terminal sends Ctrl-C to the whole group; other senders reach only this process, so pass theirs on.
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => daybook.kill(signal))
process.on('SIGINT', () => undefined)
daybook.on('exit', code => {
  process.exitCode = code ?? 1
})
