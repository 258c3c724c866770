/**
 * One CloudTrail record as an event.
 * Invariant: AWS's own `eventID` is the id, so that records which AWS delivered twice are entered once; live credentials
 * that a record carries never enter the audit trail.
 */
import { isIP } from 'node:net'
import { categoryOf, isUuid, LIMITS, type Category, type Json, type JsonObject } from '@daybook/event'
import { compact, fitId, fitText, isObject } from '../fit.ts'
import type { SourceEvent } from '../source.ts'
import { stableId } from '../stable-id.ts'
import { trimEvent } from '../trim.ts'
import { actorOf } from './actor.ts'
import { entitiesOf, serviceOf } from './entity.ts'
import { isTrue, textOf, type CloudTrailRecord, type Identity } from './record.ts'

/** These have a field of their own in the event; everything else of the record goes into `metadata`. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'eventID',
  'eventTime',
  'eventName',
  'awsRegion',
  'userAgent',
  'requestID',
  'errorMessage',
  'sharedEventID',
])
const LOOKS_BUT_DOES_NOT_TOUCH: ReadonlySet<Category> = new Set([
  'search',
  'login',
  'logout',
  'impersonate',
  'export',
])
const WITHHELD = 'withheld by the importer: a live credential'

/** Returns undefined when the record lacks its time, name or source. `text` gives an id to a record without `eventID`. */
export function eventOfRecord(record: CloudTrailRecord, text: string): SourceEvent | undefined {
  const application = fitText(serviceOf(record), LIMITS.vocabularyMax)
  const activity = fitText(record.eventName, LIMITS.vocabularyMax)
  if (typeof record.eventTime !== 'string' || application === undefined || activity === undefined)
    return undefined
  const { entity, related } = entitiesOf(record)
  const id = textOf(record.eventID).toLowerCase()
  return trimEvent(
    compact({
      id: isUuid(id) ? id : stableId('cloudtrail', text),
      occurredAt: record.eventTime,
      application,
      activity,
      category: categoryOfRecord(record, activity),
      outcome: isFailure(record) ? ('FAILURE' as const) : ('SUCCESS' as const),
      outcomeReason: fitText(reasonOf(record), LIMITS.outcomeReasonMax),
      actor: actorOf(identityOf(record)),
      entity,
      related: related.length > 0 ? related : undefined,
      origin: originOf(record),
      region: fitText(record.awsRegion, LIMITS.vocabularyMax),
      correlation: correlationOf(record),
      metadata: metadataOf(record),
    }) as SourceEvent,
  )
}

/** AWS's own word that a call only looked decides over the verb: `GenerateDataKey` and `Decrypt` change nothing. */
function categoryOfRecord(record: CloudTrailRecord, activity: string): Category {
  const byVerb = categoryOf(activity)
  return isTrue(record.readOnly) && !LOOKS_BUT_DOES_NOT_TOUCH.has(byVerb) ? 'read' : byVerb
}

function isFailure(record: CloudTrailRecord): boolean {
  return record.errorCode !== undefined || signInResult(record) === 'Failure'
}

/** `AccessDenied: User … is not authorized …` */
function reasonOf(record: CloudTrailRecord): string | undefined {
  if (!isFailure(record)) return undefined
  return [textOf(record.errorCode), textOf(record.errorMessage)].filter(part => part !== '').join(': ')
}

/** A failed sign-in carries no errorCode, only `responseElements.ConsoleLogin`. */
function signInResult(record: CloudTrailRecord): unknown {
  if (record.eventType !== 'AwsConsoleSignIn' || !isObject(record.responseElements)) return undefined
  return record.responseElements[textOf(record.eventName)]
}

function identityOf(record: CloudTrailRecord): Identity {
  return isObject(record.userIdentity) ? record.userIdentity : {}
}

function originOf(record: CloudTrailRecord): SourceEvent['origin'] {
  const address = textOf(record.sourceIPAddress)
  const key = fitText(identityOf(record).accessKeyId, LIMITS.idMax)
  const origin = compact({
    accessMethod: accessMethodOf(record),
    // A service that calls on somebody's behalf appears as a host name; that stays in `metadata.sourceIPAddress`.
    ip: isIP(address) === 0 ? undefined : address,
    userAgent: fitText(record.userAgent, LIMITS.userAgentMax),
    // Temporary keys (ASIA…) live as long as their session; a lasting key (AKIA…) names no session.
    sessionId: key?.startsWith('ASIA') ? fitId(key, LIMITS.idMax) : undefined,
    requestId: fitId(record.requestID, LIMITS.idMax),
  })
  return Object.keys(origin).length > 0 ? origin : undefined
}

function accessMethodOf(record: CloudTrailRecord): string {
  if (identityOf(record).type === 'AWSService' || record.eventType === 'AwsServiceEvent') return 'AWS service'
  return isTrue(record.sessionCredentialFromConsole) || record.eventType === 'AwsConsoleSignIn'
    ? 'Console'
    : 'API'
}

function correlationOf(record: CloudTrailRecord): SourceEvent['correlation'] {
  const id = fitId(record.sharedEventID, LIMITS.idMax)
  return id === undefined ? undefined : { type: 'sharedEvent', id }
}

function metadataOf(record: CloudTrailRecord): JsonObject {
  const metadata: JsonObject = {}
  for (const [name, value] of Object.entries(record)) {
    if (ELSEWHERE.has(name) || value === undefined || value === null) continue
    if (name === 'sourceIPAddress' && isIP(textOf(value)) !== 0) continue
    metadata[name] = withoutCredentials(value as Json)
  }
  return metadata
}

/** `responseElements.credentials.sessionToken` of AssumeRole and its like opens the account until it expires. */
function withoutCredentials(value: Json): Json {
  if (!isObject(value) || !isObject(value['credentials'])) return value
  const { sessionToken, secretAccessKey, ...rest } = value['credentials']
  return {
    ...value,
    credentials: {
      ...rest,
      ...(sessionToken === undefined ? {} : { sessionToken: WITHHELD }),
      ...(secretAccessKey === undefined ? {} : { secretAccessKey: WITHHELD }),
    },
  }
}
