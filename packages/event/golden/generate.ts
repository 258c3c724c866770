/** Writes the golden vectors of the leaf: `node packages/event/golden/generate.ts`. */
/** Run once; the files are fixed for ever, because leaves are. A new version of the leaf gets files of its own. */

import { hash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Json, normaliseEvent, sealEvent } from '../src/index.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')
const base = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  occurredAt: '2026-05-04T07:00:00.123Z',
  application: 'UserHub',
  activity: 'Change password',
  actor: { id: 'u-1' },
  entity: { type: 'User' },
}

const EVENTS: Record<string, Json> = {
  minimal: base,
  full: {
    ...base,
    occurredAt: '2026-05-04T09:00:00.5+02:00',
    category: 'update',
    outcome: 'SUCCESS',
    actor: { type: 'user', id: 'u-1', name: 'Clarissa Dalloway', email: 'clarissa@classics.example' },
    entity: { type: 'User', id: '4711', name: 'Septimus Smith' },
    related: [{ type: 'Team', id: 't-9', name: 'Night shift', role: 'joined' }],
    changes: [
      { attribute: 'role', old: 'agent', new: 'supervisor' },
      { attribute: 'skills[id=7].level', new: 4 },
      { attribute: 'phone', old: null },
    ],
    state: {
      role: 'supervisor',
      skills: [{ level: 4, id: 7 }],
      ratio: 0.1,
      tiny: 1e-7,
      big: 9007199254740991,
    },
    origin: {
      accessMethod: 'web',
      ip: '2001:DB8::1',
      userAgent: 'Mozilla/5.0',
      sessionId: 's-1',
      requestId: 'r-1',
    },
    region: 'eu-central',
    correlation: { type: 'Bulk upload', id: 'b-1' },
    comment: 'Promoted.',
    metadata: { ticket: 'HR-1', 10: 'ten', 9: 'nine', '!': 'before the digits' },
    source: { name: 'userhub-1', sequence: 42 },
  },
  unicode: {
    ...base,
    activity: 'שינוי סיסמה',
    actor: { id: 'ü-1', name: 'Zoë 🦊 \u2028 "quoted" \\ \t' },
    entity: { type: 'Nutzer', name: '\u{1F469}\u200D\u{1F680}' },
    state: { '€': 1, '\r': 2, דּ: 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 },
  },
  failure: {
    ...base,
    activity: 'login',
    outcome: 'FAILURE',
    outcomeReason: 'Wrong password, third time',
    origin: { ip: '192.0.2.7' },
  },
  impersonated: {
    ...base,
    actor: {
      type: 'user',
      id: 'u-1',
      name: 'Clarissa Dalloway',
      impersonator: { type: 'aiAgent', id: 'a-1', name: 'Helper' },
    },
    entity: { type: 'Interaction', id: 'i-1' },
    state: null,
  },
}

for (const [i, [name, sent]] of Object.entries(EVENTS).entries()) {
  const result = normaliseEvent(sent, { newId: () => base.id })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  const secret = new Uint8Array(16).map((_, byte) => 16 * i + byte)
  const recordedAt = '2026-05-04T07:00:01.000Z'
  const sealed = sealEvent(result.accepted.event, recordedAt, secret, sha256)
  const vector = {
    sent,
    event: result.accepted.text,
    secret: Buffer.from(secret).toString('hex'),
    recordedAt,
    leaf: new TextDecoder().decode(sealed.leafBytes),
    leafHash: sealed.leafHash,
    disclosures: sealed.disclosures,
  }
  writeFileSync(join(import.meta.dirname, `${name}.json`), JSON.stringify(vector, undefined, 2) + '\n')
}
