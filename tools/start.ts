/** `npm start`: builds the web app when it is missing or older than its sources, then starts Daybook with sample data. */
import { join } from 'node:path'
import { buildWeb } from './build-web.ts'

const root = join(import.meta.dirname, '..')
buildWeb(root)

const given = process.argv.slice(2)
const sample = given.includes('--sample') ? [] : ['--sample', '50000']
// Someone who tries the product wants to see the link, not the log.
process.env['DAYBOOK_LOG_LEVEL'] ??= 'warn'
process.argv.splice(2, given.length, 'start', ...sample, ...given)
await import('../packages/cli/src/main.ts')
