/**
 * What an event was about: the first parameter that is known to name something; the others are related.
 * Invariant: the type is always there; without a naming parameter it is the acting user for what people do to
 * themselves (sign-in, password, two-step verification) and the application otherwise.
 */
import { LIMITS, type EntityRef, type Related } from '@daybook/event'
import { compact, fitId, fitText } from '../fit.ts'
import type { Activity, Parameters, WorkspaceEvent } from './activity.ts'

/** The most telling first. */
const NAMING: readonly (readonly [parameter: string, type: string, nameParameter?: string])[] = [
  ['doc_id', 'Document', 'doc_title'],
  ['GROUP_EMAIL', 'Group'],
  ['group_id', 'Group'],
  ['USER_EMAIL', 'User'],
  ['member_id', 'User'],
  ['target_user', 'User'],
  ['API_CLIENT_NAME', 'API client'],
  ['calendar_id', 'Calendar'],
  ['ALERT_ID', 'Alert'],
  ['APPLICATION_NAME', 'Application setting'],
  ['INVESTIGATION_DATA_SOURCE', 'Investigation'],
  ['storage_entity_id', 'Storage'],
  ['ROLE_NAME', 'Role'],
  ['PRODUCT_NAME', 'Product'],
  ['ORG_UNIT_NAME', 'Organisational unit'],
  ['destination_folder_id', 'Folder', 'destination_folder_title'],
  ['target_domain', 'Domain'],
  ['DOMAIN_NAME', 'Domain'],
]
/** Applications in which people act on their own account. */
const OWN_ACCOUNT: ReadonlySet<string> = new Set(['login', 'user_accounts'])

export function entitiesOf(
  activity: Activity,
  event: WorkspaceEvent,
  parameters: Parameters,
): { entity: EntityRef; related: Related[] } {
  const found = NAMING.flatMap(([parameter, type, nameParameter]) => {
    const id = fitId(parameters.get(parameter), LIMITS.idMax)
    if (id === undefined) return []
    const name =
      nameParameter === undefined ? undefined : fitText(parameters.get(nameParameter), LIMITS.nameMax)
    return [compact({ type, id, name })] as Related[]
  })
  const application = activity.id?.applicationName ?? ''
  const [first, ...related] = found
  if (first) return { entity: first, related: related.slice(0, LIMITS.relatedMax) }
  if (OWN_ACCOUNT.has(application)) return { entity: ownAccount(activity), related }
  return { entity: { type: fitText(event.type, LIMITS.vocabularyMax) ?? 'Google Workspace' }, related }
}

function ownAccount(activity: Activity): EntityRef {
  const id = fitId(activity.actor?.email ?? activity.actor?.profileId, LIMITS.idMax)
  return compact({ type: 'User', id }) as EntityRef
}
