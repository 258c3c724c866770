/**
 * One event inside an activity as an event of ours.
 * Invariant: the id depends on everything that tells two events apart. Google's `uniqueQualifier` alone does not: a
 * sign-in and its second factor share it, and their time.
 */
import { isIP } from 'node:net'
import { categoryOf, LIMITS, type Category, type Json, type JsonObject } from '@daybook/event'
import type { NewEvent } from '@daybook/sdk'
import { compact, fitId, fitText } from '../fit.ts'
import type { SourceEvent } from '../source.ts'
import { stableId } from '../stable-id.ts'
import { trimEvent } from '../trim.ts'
import { parametersOf, type Activity, type Parameters, type WorkspaceEvent } from './activity.ts'
import { changesOf } from './changes.ts'
import { entitiesOf } from './entity.ts'

/** Names whose verb says something else than they mean. */
const CATEGORIES: Readonly<Record<string, Category>> = {
  login_success: 'login',
  login_failure: 'login',
  login_challenge: 'login',
  login_verification: 'login',
  logout: 'logout',
  password_edit: 'update',
  '2sv_enroll': 'enable',
  '2sv_disable': 'disable',
  email_forwarding_out_of_domain: 'share',
  change_user_access: 'share',
  change_acl_editors: 'share',
  change_document_visibility: 'share',
  change_document_access_scope: 'share',
  USER_LICENSE_ASSIGNMENT: 'grant',
  USER_LICENSE_REVOKE: 'revoke',
  DOWNLOAD_USERLIST_CSV: 'export',
  SECURITY_INVESTIGATION_QUERY: 'search',
  SECURITY_INVESTIGATION_EXPORT_QUERY: 'export',
  EMAIL_LOG_SEARCH: 'search',
  ALERT_CENTER_VIEW: 'read',
}

/** Returns undefined when the activity lacks its time or the event its name. */
export function eventOfActivity(
  activity: Activity,
  event: WorkspaceEvent,
  position: number,
): SourceEvent | undefined {
  const activityName = fitText(event.name, LIMITS.vocabularyMax)
  const occurredAt = activity.id?.time
  if (typeof occurredAt !== 'string' || activityName === undefined) return undefined
  const parameters = parametersOf(event)
  const { changes, used } = changesOf(activityName, parameters)
  const { entity, related } = entitiesOf(activity, event, parameters)
  const failed = isFailure(activityName, parameters)
  return trimEvent(
    compact({
      id: idOf(activity, event, position),
      occurredAt,
      application: applicationOf(activity),
      activity: activityName,
      category: CATEGORIES[activityName] ?? categoryOf(activityName.toLowerCase()),
      outcome: failed ? ('FAILURE' as const) : ('SUCCESS' as const),
      outcomeReason: failed ? reasonOf(parameters) : undefined,
      actor: actorOf(activity),
      entity,
      related: related.length > 0 ? related : undefined,
      changes: changes.length > 0 ? changes : undefined,
      origin: originOf(activity, parameters),
      correlation: correlationOf(activity),
      metadata: metadataOf(activity, event, parameters, used),
    }) as SourceEvent,
  )
}

function idOf(activity: Activity, event: WorkspaceEvent, position: number): string {
  const { time = '', uniqueQualifier = '', applicationName = '', customerId = '' } = activity.id ?? {}
  const actor = activity.actor?.profileId ?? activity.actor?.email ?? activity.actor?.key ?? ''
  const what = JSON.stringify(event)
  return stableId(
    'google-workspace',
    customerId,
    applicationName,
    uniqueQualifier,
    time,
    actor,
    position,
    what,
  )
}

/** `groups_enterprise` → `Google Groups enterprise` */
function applicationOf(activity: Activity): string {
  const words = (activity.id?.applicationName ?? 'Workspace').replaceAll('_', ' ')
  return (
    fitText(`Google ${words.charAt(0).toUpperCase()}${words.slice(1)}`, LIMITS.vocabularyMax) ??
    'Google Workspace'
  )
}

function isFailure(name: string, parameters: Parameters): boolean {
  if (/(^|_)(failure|failed|denied|blocked)(_|$)/i.test(name)) return true
  const status = parameters.get('login_challenge_status')
  return typeof status === 'string' && /fail|incorrect/i.test(status)
}

function reasonOf(parameters: Parameters): string | undefined {
  const reason = parameters.get('login_failure_type') ?? parameters.get('login_challenge_status')
  return fitText(reason, LIMITS.outcomeReasonMax)
}

/** `callerType: KEY` is an application's key; without anybody, Google itself acted. */
function actorOf(activity: Activity): NewEvent['actor'] {
  const { email, profileId, callerType, key } = activity.actor ?? {}
  const isKey = callerType === 'KEY' || (email === undefined && profileId === undefined && key !== undefined)
  const type = isKey ? 'apiKey' : email === undefined && profileId === undefined ? 'system' : 'user'
  return compact({
    type,
    id: fitId(profileId ?? email ?? key, LIMITS.idMax) ?? 'Google',
    name: fitText(email ?? key, LIMITS.nameMax),
    email: email === undefined || !email.includes('@') ? undefined : fitText(email, LIMITS.emailMax),
  }) as NewEvent['actor']
}

function originOf(activity: Activity, parameters: Parameters): SourceEvent['origin'] {
  const address = activity.ipAddress ?? ''
  const origin = compact({
    ip: isIP(address) === 0 ? undefined : address,
    userAgent: fitText(parameters.get('user_agent'), LIMITS.userAgentMax),
  })
  return Object.keys(origin).length > 0 ? origin : undefined
}

/** The events of one activity belong together: what a person did in one step. */
function correlationOf(activity: Activity): SourceEvent['correlation'] {
  if ((activity.events?.length ?? 0) < 2) return undefined
  const id = fitId(activity.id?.uniqueQualifier, LIMITS.idMax)
  return id === undefined ? undefined : { type: 'activity', id }
}

function metadataOf(
  activity: Activity,
  event: WorkspaceEvent,
  parameters: Parameters,
  used: ReadonlySet<string>,
): JsonObject {
  const metadata: Record<string, Json | undefined> = {
    eventType: event.type,
    uniqueQualifier: activity.id?.uniqueQualifier,
    customerId: activity.id?.customerId,
    ownerDomain: activity.ownerDomain,
  }
  for (const [name, value] of parameters) if (!used.has(name)) metadata[name] = value
  return compact(metadata)
}
