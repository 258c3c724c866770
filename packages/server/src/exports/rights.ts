/**
 * Whether whoever asked for an export may still have it: keys are revoked while jobs wait.
 * A job has the rights of its subject, never those of the server; people and roles will answer here too.
 */
import { createHash } from 'node:crypto'

import type { SensitiveAttribute } from '@daybook/query'
import { type EventRecord, type Scope, SCOPES } from '@daybook/record'

import type { Masking, Sight } from '../masking.ts'

export interface SubjectRights {
  read: boolean
  sight: Sight
  /** Names what is hidden; '' when nothing is. Two readers with the same see the same. */
  hiddenDigest: string
}

export interface RightsDeps {
  record: Pick<EventRecord, 'keys'>
  masking: Masking
}

/** Throws what the record throws when it is away. */
export async function rightsOf(
  { record, masking }: RightsDeps,
  tenant: number,
  subject: string,
): Promise<SubjectRights> {
  const scopes = await scopesOf(record, tenant, subject)
  const sight = await masking.sightOf(tenant, scopes)
  return { read: scopes.includes('read'), sight, hiddenDigest: digestOf(sight.hidden ?? []) }
}

/** Without a word about what they would see. */
export async function mayRead(
  record: Pick<EventRecord, 'keys'>,
  tenant: number,
  subject: string,
): Promise<boolean> {
  return (await scopesOf(record, tenant, subject)).includes('read')
}

async function scopesOf(
  record: Pick<EventRecord, 'keys'>,
  tenant: number,
  subject: string,
): Promise<readonly Scope[]> {
  if (subject.startsWith('key:')) {
    const keys = await record.keys.list(tenant)
    const key = keys.find(({ id }) => `key:${id}` === subject)
    return key === undefined || key.revokedAt !== undefined ? [] : key.scopes
  }
  // Sessions end with the process that knew them; what they asked for is the administrator's, who made them.
  return subject === 'session' ? SCOPES.filter(scope => scope !== 'ingest' && scope !== 'sensitive') : []
}

function digestOf(hidden: readonly SensitiveAttribute[]): string {
  if (hidden.length === 0) return ''
  const names = hidden.map(({ application, entity, attribute }) =>
    JSON.stringify([application, entity, attribute]),
  )
  return createHash('sha256').update(names.toSorted().join('\n')).digest('hex')
}
