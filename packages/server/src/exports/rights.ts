/**
 * Whether whoever asked for an export may still have it: keys are revoked while jobs wait.
 * A job has the rights of its subject, never those of the server; people and roles will answer here too.
 */
import type { EventRecord } from '@daybook/record'

export interface SubjectRights {
  read: boolean
}

const NONE: SubjectRights = { read: false }

/** Throws what the record throws when it is away. */
export async function rightsOf(
  record: Pick<EventRecord, 'keys'>,
  tenant: number,
  subject: string,
): Promise<SubjectRights> {
  if (subject.startsWith('key:')) {
    const keys = await record.keys.list(tenant)
    const key = keys.find(({ id }) => `key:${id}` === subject)
    return key === undefined || key.revokedAt !== undefined ? NONE : { read: key.scopes.includes('read') }
  }
  // Sessions end with the process that knew them; what they asked for is the administrator's, who made them.
  return { read: subject === 'session' }
}
