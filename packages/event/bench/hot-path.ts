/** Measures the hot road of one event: parse, check, normalise, canonicalise, seal. Run it with `node packages/event/bench/hot-path.ts`. */
/** Prints medians of several rounds, in microseconds per event, so that two runs on one machine can be compared. */

import { createHash, hash } from 'node:crypto'
import { acceptText, canonicalise, type Json, normaliseEvent, parseJson, sealEvent } from '../src/index.ts'
import { countColons } from '../src/strict.ts'

const ROUNDS = 9
const EVENTS = 5000

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
function typical(i: number): Json {
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
      email: `clarissa${i % 997}@classics.example`,
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

const events = Array.from({ length: EVENTS }, (_, i) => typical(i))
const texts = events.map(event => JSON.stringify(event))
const batch = `{"events":[${texts.slice(0, 1000).join(',')}]}`
const accepted = events.map(event => {
  const result = normaliseEvent(event, context)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.accepted
})
const secret = new Uint8Array(16).fill(7)

const steps: [name: string, count: number, run: () => unknown][] = [
  ['JSON.parse', EVENTS, () => texts.map(text => JSON.parse(text) as Json)],
  ['countColons', EVENTS, () => texts.map(countColons)],
  ['parseJson', EVENTS, () => texts.map(parseJson)],
  ['normaliseEvent (with canonical text)', EVENTS, () => events.map(event => normaliseEvent(event, context))],
  ['parseJson + normaliseEvent', EVENTS, () => texts.map(parseAndNormalise)],
  ['acceptText, one event a text', EVENTS, () => texts.map(text => acceptText(text, context))],
  ['acceptText, batch of 1,000', 1000, () => acceptText(batch, context)],
  ['JSON.stringify of the event', EVENTS, () => accepted.map(one => JSON.stringify(one.event))],
  [
    'canonicalise of the event',
    EVENTS,
    () => accepted.map(one => canonicalise(one.event as unknown as Json)),
  ],
  ['SHA-256 of the text', EVENTS, () => accepted.map(one => hash('sha256', one.text))],
  [
    'sealEvent',
    EVENTS,
    () => accepted.map(one => sealEvent(one.event, one.event.occurredAt, secret, sha256)),
  ],
  [
    'sealEvent over createHash',
    EVENTS,
    () => accepted.map(one => sealEvent(one.event, one.event.occurredAt, secret, slowSha256)),
  ],
]

function parseAndNormalise(text: string): unknown {
  const parsed = parseJson(text)
  return parsed.ok ? normaliseEvent(parsed.value, context) : parsed
}

const bytes = texts.reduce((sum, text) => sum + text.length, 0) / EVENTS
console.log(
  `${EVENTS} events of ${bytes.toFixed(0)} bytes, Node ${process.version}, median of ${ROUNDS} rounds`,
)
for (const [name, count, run] of steps) {
  const times: number[] = []
  for (let round = 0; round < ROUNDS + 3; round++) {
    const start = performance.now()
    run()
    // The first rounds warm the compiler up.
    if (round >= 3) times.push(((performance.now() - start) * 1000) / count)
  }
  times.sort((a, b) => a - b)
  console.log(`${name.padEnd(40)} ${(times[Math.floor(ROUNDS / 2)] ?? 0).toFixed(2).padStart(8)} µs`)
}
