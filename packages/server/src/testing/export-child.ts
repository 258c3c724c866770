/** A server that kills itself the n-th time that an export comes to a named step: `node export-child.ts STEP N KEEP_MS`. */
import { pino } from 'pino'

import { startServer } from '../compose.ts'
import { loadConfig } from '../config.ts'

const [, , die = '', last = '1', keepMs = ''] = process.argv
let times = 0
const config = loadConfig({ env: { ...process.env, DAYBOOK_LISTEN: '127.0.0.1:0' } })
const server = await startServer(config, {
  log: pino({ level: 'silent' }),
  followOptions: { stepAgeMs: 10, stepHurryMs: 0, pollMs: 50 },
  exportSettings: {
    pollMs: 20,
    partRows: 300,
    runningMax: 2,
    ...(keepMs === '' ? {} : { keepMs: Number(keepMs) }),
  },
  onExportStep(step) {
    if (step === die && ++times === Number(last)) process.kill(process.pid, 'SIGKILL')
  },
})
process.stdout.write(`ready at ${server.url}\n`)
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)))
