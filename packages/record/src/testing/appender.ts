/**
 * A process that appends until it is killed, for the crash tests: `node appender.ts <choice as JSON> <tenant>`.
 * It says `sent` before an append and `done` after its acknowledgement, each in one write to the pipe: what was said
 * outlives the process.
 */
import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'

import { openRecord } from '../index.ts'
import type { EngineChoice } from '../types.ts'
import { accepted, uuid } from './events.ts'

const CALLERS = 16
const BATCH_MAX = 8

const [choice, name] = process.argv.slice(2)
if (choice === undefined || name === undefined) throw new Error('usage: appender.ts <choice> <tenant>')

const say = (message: object): void => void writeSync(1, `${JSON.stringify(message)}\n`)

const record = await openRecord({
  engine: JSON.parse(choice) as EngineChoice,
  clock: Date.now,
  randomBytes,
  newId: uuid,
  log: { info() {}, warn() {}, error() {} },
})
const { id: tenant } = await record.tenants.ensure(name)
say({ ready: true })

await Promise.all(
  Array.from({ length: CALLERS }, async () => {
    for (;;) {
      const size = 1 + Math.floor(Math.random() * BATCH_MAX)
      const events = Array.from({ length: size }, () => accepted())
      say({ sent: events.map(({ event }) => event.id) })
      // A caller whose outcome is unknown asks again until it knows.
      for (let answered = false; !answered;) {
        try {
          const placed = await record.append(tenant, events)
          say({ done: placed.map(({ id, index }) => [id, index]) })
          answered = true
        } catch (error) {
          say({ refused: String(error) })
        }
      }
    }
  }),
)
