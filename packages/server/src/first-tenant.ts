/**
 * The tenant of the first start and its first key.
 * The key is made once and shown once; a key given by the configuration is only put, never shown.
 */
import { type EventRecord, SCOPES, type Tenant } from '@daybook/record'

export const FIRST_TENANT = 'default'

/** Makes sure that somebody can get in. `key` is there when one was made now. Safe to repeat. */
export async function ensureFirstTenant(
  record: EventRecord,
  bootstrapKey: string | undefined,
): Promise<{ tenant: Tenant; key?: string }> {
  const tenant = await record.tenants.ensure(FIRST_TENANT)
  if (bootstrapKey !== undefined) {
    await record.keys.put(bootstrapKey, { tenant: tenant.id, scopes: [...SCOPES], label: 'bootstrap' })
    return { tenant }
  }
  const known = await record.keys.list(tenant.id)
  if (known.length > 0) return { tenant }
  const { key } = await record.keys.create({ tenant: tenant.id, scopes: [...SCOPES], label: 'first' })
  return { tenant, key }
}
