import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { createHash, createHmac, hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fromBase64url } from './base64url.ts'
import { disclose, verifyDisclosure } from './disclosure.ts'
import { toEntry } from './entry.ts'
import { ENVELOPES, leafHash, sealEvent, type Envelope } from './leaf.ts'
import { normaliseEvent } from './normalise.ts'
import { anyEvent } from './testing/arbitraries.ts'
import type { AuditEvent, Json, JsonObject } from './types.ts'

const sha256 = (bytes: Uint8Array) => hash('sha256', bytes, 'buffer')
const SECRET = new Uint8Array(16).fill(7)
const RECORDED = '2026-05-04T07:00:01.000Z'
const GOLDEN = join(import.meta.dirname, '../golden')

interface Vector {
  sent: Json
  event: string
  secret: string
  recordedAt: string
  leaf: string
  leafHash: string
  disclosures: Partial<Record<Envelope, string>>
}

const vectors = readdirSync(GOLDEN)
  .filter(name => name.endsWith('.json'))
  .map(name => [name, JSON.parse(readFileSync(join(GOLDEN, name), 'utf8')) as Vector] as const)

function normal(sent: Json): AuditEvent {
  const result = normaliseEvent(sent, { newId: () => '01890a5d-ac96-774b-bcce-b302099a8057' })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.accepted.event
}

function golden(name: string): AuditEvent {
  return normal(new Map(vectors).get(name)?.sent ?? null)
}

const pick = (from: Record<string, unknown>, ...names: string[]) =>
  Object.fromEntries(names.filter(name => from[name] !== undefined).map(name => [name, from[name]]))

/** The leaf a second time, from DESIGN §5 alone: node:crypto and the reference canonicaliser, nothing of ours. */
function independentLeaf(sent: AuditEvent, secret: Uint8Array, recordedAt: string) {
  const event = sent as unknown as Record<string, unknown> & {
    actor: Record<string, unknown>
    entity: Record<string, unknown>
  }
  const values: Record<string, Record<string, unknown>> = {
    actor: pick(event.actor, 'id', 'name', 'email', 'impersonator'),
    entity: { ...pick(event.entity, 'id', 'name'), ...pick(event, 'related') },
    origin: (event['origin'] ?? {}) as Record<string, unknown>,
    content: pick(
      event,
      'changes',
      'state',
      'comment',
      'correlation',
      'metadata',
      'outcomeReason',
      'occurredOffset',
      'source',
    ),
  }
  const disclosures: Record<string, string> = {}
  const sealed: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    if (['origin', 'content'].includes(name) && Object.keys(value).length === 0) continue
    const salt = createHmac('sha256', secret).update(`daybook/salt/v1/${name}`).digest().subarray(0, 16)
    const json = canonicalize([salt.toString('base64url'), name, value]) as string
    disclosures[name] = Buffer.from(json, 'utf8').toString('base64url')
    sealed[name] = createHash('sha256').update(disclosures[name], 'ascii').digest('base64url')
  }
  const leaf = canonicalize({
    v: 1,
    id: event['id'],
    at: event['occurredAt'],
    recorded: recordedAt,
    ...pick(event, 'application', 'activity', 'category', 'outcome', 'region'),
    entityType: event.entity['type'],
    actorType: event.actor['type'],
    sealed,
  }) as string
  const leafHash = createHash('sha256')
    .update(Buffer.from([0]))
    .update(leaf, 'utf8')
    .digest('hex')
  return { leaf, leafHash, disclosures }
}

test('the construction is that of vector V7 of the reference', () => {
  const salt = fromBase64url('kuClSOixHWi3gB3ntm-_wA') ?? new Uint8Array()
  expect(disclose(salt, '/actor/email', 'user0@example.com', sha256)).toEqual({
    disclosure: 'WyJrdUNsU09peEhXaTNnQjNudG0tX3dBIiwiL2FjdG9yL2VtYWlsIiwidXNlcjBAZXhhbXBsZS5jb20iXQ',
    digest: 'YxbMITa1q2GruYn8Wt_BN5p8AqH4MkVjLWJZEwlk9Eo',
  })
})

test.each(vectors)(
  'golden %s comes out byte for byte, from our functions and from others',
  (_name, vector) => {
    const secret = Uint8Array.from(Buffer.from(vector.secret, 'hex'))
    const result = normaliseEvent(vector.sent, { newId: () => '' })
    const event = JSON.parse(vector.event) as AuditEvent
    const sealed = sealEvent(event, vector.recordedAt, secret, sha256)
    const { leaf, leafHash: rootless, disclosures } = vector

    expect(result).toMatchObject({ ok: true, accepted: { text: vector.event } })
    expect(Buffer.from(sealed.leafBytes).toString('utf8')).toBe(leaf)
    expect(sealed).toMatchObject({ leafHash: rootless, disclosures })
    expect(Object.keys(sealed.disclosures)).toEqual(Object.keys(disclosures))
    expect(independentLeaf(event, secret, vector.recordedAt)).toEqual({
      leaf,
      leafHash: rootless,
      disclosures,
    })
  },
)

test('the golden vectors are the five that were made', () => {
  expect(vectors.map(([name]) => name)).toEqual([
    'failure.json',
    'full.json',
    'impersonated.json',
    'minimal.json',
    'unicode.json',
  ])
})

test('any event has the leaf that an independent implementation gives it', () => {
  fc.assert(
    fc.property(anyEvent, fc.uint8Array({ minLength: 16, maxLength: 16 }), (sent, secret) => {
      const event = normal(sent)
      const sealed = sealEvent(event, RECORDED, secret, sha256)
      expect({
        leaf: Buffer.from(sealed.leafBytes).toString('utf8'),
        leafHash: sealed.leafHash,
        disclosures: sealed.disclosures,
      }).toEqual(independentLeaf(event, secret, RECORDED))
      expect(leafHash(sealed.leafBytes, sha256)).toBe(sealed.leafHash)
    }),
    { numRuns: 300 },
  )
})

/** Each event that differs from `event` in one place: a value replaced, or something left out. */
function* neighbours(value: Json): Generator<Json> {
  if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      const at = value as JsonObject
      const copy = (): JsonObject =>
        Array.isArray(value) ? ([...value] as unknown as JsonObject) : { ...at }
      for (const changed of neighbours(at[key] as Json)) yield Object.assign(copy(), { [key]: changed })
      if (Array.isArray(value)) yield value.filter((_, i) => String(i) !== key)
      else yield Object.fromEntries(Object.entries(at).filter(([name]) => name !== key))
    }
  } else yield typeof value === 'string' ? `${value}x` : 'other'
}

test('changing any field of an event changes its leaf', () => {
  fc.assert(
    fc.property(anyEvent, sent => {
      const event = normal(sent)
      const before = sealEvent(event, RECORDED, SECRET, sha256).leafHash
      for (const other of neighbours(event as unknown as Json)) {
        const fields = other as unknown as AuditEvent
        // Without its actor or entity it is no event at all.
        if (fields.actor === undefined || fields.entity === undefined) continue
        expect(sealEvent(fields, RECORDED, SECRET, sha256).leafHash).not.toBe(before)
      }
      expect(sealEvent(event, '2026-05-04T07:00:01.001Z', SECRET, sha256).leafHash).not.toBe(before)
      expect(sealEvent(event, RECORDED, new Uint8Array(16).fill(8), sha256).leafHash).not.toBe(before)
    }),
    { numRuns: 100 },
  )
})

test('the leaf and its disclosures together hold the whole event', () => {
  fc.assert(
    fc.property(anyEvent, sent => {
      const event = normal(sent)
      const { leafBytes, disclosures } = sealEvent(event, RECORDED, SECRET, sha256)
      const leaf = JSON.parse(Buffer.from(leafBytes).toString()) as Record<string, Json>
      const opened = (name: Envelope) => {
        const verified = verifyDisclosure(leafBytes, name, disclosures[name] ?? '', sha256)
        return verified.ok ? (verified.value as JsonObject) : undefined
      }
      const { related, ...entity } = opened('entity') ?? {}
      const rebuilt = {
        ...pick(leaf, 'id', 'application', 'activity', 'category', 'outcome', 'region'),
        occurredAt: leaf['at'],
        actor: { type: leaf['actorType'], ...opened('actor') },
        entity: { type: leaf['entityType'], ...entity },
        ...pick({ related, origin: opened('origin') }, 'related', 'origin'),
        ...opened('content'),
      }
      expect(canonicalize(rebuilt)).toBe(canonicalize(event))
    }),
    { numRuns: 300 },
  )
})

test('envelopes can be withheld: the others verify, and none passes for another', () => {
  const event = golden('full.json')
  const { leafBytes, disclosures } = sealEvent(event, RECORDED, SECRET, sha256)
  const others = sealEvent(event, RECORDED, new Uint8Array(16), sha256).disclosures

  for (const name of ENVELOPES) {
    const disclosure = disclosures[name] as string
    expect(verifyDisclosure(leafBytes, name, disclosure, sha256)).toMatchObject({ ok: true })
    expect(verifyDisclosure(leafBytes, name, others[name] as string, sha256)).toEqual({
      ok: false,
      reason: 'mismatch',
    })
    expect(verifyDisclosure(leafBytes, name, `${disclosure}A`, sha256)).toEqual({
      ok: false,
      reason: 'mismatch',
    })
    for (const other of ENVELOPES)
      if (other !== name)
        expect(verifyDisclosure(leafBytes, other, disclosure, sha256)).toEqual({
          ok: false,
          reason: 'mismatch',
        })
  }
})

test('a leaf that commits to no such envelope, and a text that is no leaf, are told apart from a mismatch', () => {
  const { leafBytes, disclosures } = sealEvent(golden('minimal.json'), RECORDED, SECRET, sha256)
  const actor = disclosures.actor as string
  expect(Object.keys(disclosures)).toEqual(['actor', 'entity'])
  expect(verifyDisclosure(leafBytes, 'origin', actor, sha256)).toEqual({ ok: false, reason: 'absent' })
  for (const text of ['', '[]', '{}', 'null', '{"sealed":null}'])
    expect(verifyDisclosure(Buffer.from(text), 'actor', actor, sha256)).toEqual({
      ok: false,
      reason: 'malformed',
    })
  // A dishonest leaf that commits to a text which is no disclosure of this envelope.
  for (const text of ['x', '!', disclosures.entity as string]) {
    const digest = createHash('sha256').update(text).digest('base64url')
    const leaf = Buffer.from(JSON.stringify({ sealed: { actor: digest } }))
    expect(verifyDisclosure(leaf, 'actor', text, sha256)).toEqual({ ok: false, reason: 'malformed' })
  }
})

test('the bytes of a leaf stay as they are when the next event is sealed', () => {
  const [first, second] = vectors.map(([, vector]) => normal(vector.sent)) as [AuditEvent, AuditEvent]
  const sealed = sealEvent(first, RECORDED, SECRET, sha256)
  const copy = Uint8Array.from(sealed.leafBytes)
  sealEvent(second, RECORDED, SECRET, sha256)
  expect(sealed.leafBytes).toEqual(copy)
})

test('a secret of another length is refused', () => {
  const event = golden('failure.json')
  expect(() => sealEvent(event, RECORDED, new Uint8Array(15), sha256)).toThrow(
    expect.objectContaining({ code: 'SECRET_INVALID' }),
  )
})

test('an entry is the event with what the record adds, and nothing else', () => {
  const event = golden('failure.json')
  const { leafHash } = sealEvent(event, RECORDED, SECRET, sha256)
  expect(
    toEntry({ tenant: 'default', index: 3, recordedAt: RECORDED, secret: SECRET, event }, sha256),
  ).toEqual({
    ...event,
    tenant: 'default',
    index: 3,
    recordedAt: RECORDED,
    leafHash,
  })
})
