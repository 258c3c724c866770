/** Measures the hot road of one event: parse, check, normalise, canonicalise, seal. Run it with `node packages/event/bench/hot-path.ts`. */
/** Prints medians of several rounds, in microseconds per event; results are dropped at once, as a server drops them. */

import { createHash, hash } from 'node:crypto'
import { acceptText, canonicalise, type Json, normaliseEvent, parseJson, sealEvent } from '../src/index.ts'
import { countColons } from '../src/strict.ts'

const ROUNDS = 9
const WARM_UP_ROUNDS = 3
const EVENTS = 5000
const BATCH = 100

/** crypto.hash into a text and out of it again: a Buffer of its own for each digest would cost five times as much. */
function sha256(bytes: Uint8Array): Uint8Array {
  const text = hash('sha256', bytes, 'latin1')
  const digest = new Uint8Array(32)
  for (let i = 0; i < 32; i++) digest[i] = text.charCodeAt(i)
  return digest
}

const slowSha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const context = { newId: () => '01890a5d-ac96-774b-bcce-b302099a8057' }

/** About 600 bytes, as an application's SDK would send it; every text differs from the next. */
function typical(_: unknown, i: number): Json {
  return {
    id: `01890a5d-ac96-774b-bcce-${String(i).padStart(12, '0')}`,
    occurredAt: `2026-05-04T07:${String(i % 60).padStart(2, '0')}:00.123Z`,
    application: 'UserHub',
    activity: 'Update user',
    category: 'update',
    outcome: 'SUCCESS',
    actor: {
      type: 'user',
      id: `u-${i % 997}`,
      name: 'Clarissa Dalloway',
      email: `c${i % 997}@classics.example`,
    },
    entity: { type: 'User', id: `${100000 + i}`, name: 'Septimus Smith' },
    changes: [
      { attribute: 'role', old: 'agent', new: 'supervisor' },
      { attribute: 'skills[id=7].level', old: 3, new: 4 },
    ],
    origin: {
      accessMethod: 'web',
      ip: `10.1.${i % 250}.${i % 199}`,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
    },
    source: { name: 'userhub-1', sequence: i },
  }
}

const events = Array.from({ length: EVENTS }, typical)
const texts = events.map(event => JSON.stringify(event))
const batches = Array.from({ length: EVENTS / BATCH }, (_, i) => {
  return `{"events":[${texts.slice(i * BATCH, (i + 1) * BATCH).join(',')}]}`
})
const accepted = events.map(event => {
  const result = normaliseEvent(event, context)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.accepted
})
const secret = new Uint8Array(16).fill(7)

function parseAndNormalise(text: string): unknown {
  const parsed = parseJson(text)
  return parsed.ok ? normaliseEvent(parsed.value, context) : parsed
}

let last: unknown

function measure<Item>(name: string, items: readonly Item[], run: (item: Item) => unknown): void {
  const times: number[] = []
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const start = performance.now()
    for (const item of items) last = run(item)
    if (round >= 0) times.push(((performance.now() - start) * 1000) / EVENTS)
  }
  times.sort((a, b) => a - b)
  console.log(`${name.padEnd(40)} ${(times[Math.floor(ROUNDS / 2)] ?? 0).toFixed(2).padStart(8)} µs`)
}

const bytes = texts.reduce((sum, text) => sum + text.length, 0) / EVENTS
console.log(
  `${EVENTS} events of ${bytes.toFixed(0)} bytes, Node ${process.version}, median of ${ROUNDS} rounds`,
)
measure('JSON.parse', texts, text => JSON.parse(text) as Json)
measure('countColons (duplicate keys)', texts, countColons)
measure('parseJson', texts, parseJson)
measure('normaliseEvent, canonical text included', events, event => normaliseEvent(event, context))
measure('parseJson + normaliseEvent', texts, parseAndNormalise)
measure('acceptText, one event a text', texts, text => acceptText(text, context))
measure(`acceptText, batches of ${BATCH}`, batches, text => acceptText(text, context))
measure('JSON.stringify of the event', accepted, one => JSON.stringify(one.event))
measure('canonicalise of the event', accepted, one => canonicalise(one.event as unknown as Json))
measure('SHA-256 of the text', accepted, one => hash('sha256', one.text))
measure('sealEvent', accepted, one => sealEvent(one.event, one.event.occurredAt, secret, sha256))
measure('sealEvent over createHash', accepted, one =>
  sealEvent(one.event, one.event.occurredAt, secret, slowSha256),
)
if (last === undefined) throw new Error('nothing was measured')
