/** The parts of a CloudTrail record that are read here (AWS CloudTrail record contents, eventVersion 1.x). */
import type { Json, JsonObject } from '@daybook/event'
import { isObject } from '../fit.ts'

export interface Identity {
  type?: string
  principalId?: string
  arn?: string
  accountId?: string
  accessKeyId?: string
  userName?: string
  invokedBy?: string
  identityProvider?: string
  sessionContext?: {
    sessionIssuer?: { type?: string; principalId?: string; arn?: string; userName?: string }
    sourceIdentity?: string
    attributes?: { mfaAuthenticated?: string; creationDate?: string }
  }
  onBehalfOf?: { userId?: string; identityStoreArn?: string }
}

/** Records come from outside: what a member is said to be is checked where it is read. */
export interface CloudTrailRecord {
  eventID?: unknown
  eventTime?: unknown
  eventSource?: unknown
  eventName?: unknown
  eventType?: unknown
  awsRegion?: unknown
  sourceIPAddress?: unknown
  userAgent?: unknown
  errorCode?: unknown
  errorMessage?: unknown
  requestID?: unknown
  sharedEventID?: unknown
  /** `true` in records, `"true"` in what LookupEvents answers. */
  readOnly?: unknown
  userIdentity?: unknown
  requestParameters?: Json
  responseElements?: Json
  resources?: unknown
  sessionCredentialFromConsole?: unknown
  [other: string]: unknown
}

/** The text, or an empty one for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}

/** A member of a JSON value by its path, or undefined. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let current: Json | undefined = value
  for (const step of path) current = isObject(current) ? current[step] : undefined
  return current
}

export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}
