/**
 * The tenant of the first start and its first key.
 * The key is made once and shown once; a key given by the configuration is only put, never shown.
 */
import { type EventRecord, SCOPES, type Tenant } from '@daybook/record'

export const FIRST_TENANT = 'default'

/**
 * Makes sure that somebody can get in: with the configured key, or with one that is made when nobody has one.
 * Answers the key only when it was made now. Called when everything else has started, so that a made key gets shown.
 */
export async function ensureKey(
  record: EventRecord,
  tenant: Tenant,
  bootstrapKey: string | undefined,
): Promise<string | undefined> {
  if (bootstrapKey !== undefined) {
    await record.keys.put(bootstrapKey, { tenant: tenant.id, scopes: [...SCOPES], label: 'bootstrap' })
    return undefined
  }
  const known = await record.keys.list(tenant.id)
  if (known.some(key => key.revokedAt === undefined && key.scopes.includes('admin'))) return undefined
  const { key } = await record.keys.create({ tenant: tenant.id, scopes: [...SCOPES], label: 'first' })
  return key
}
