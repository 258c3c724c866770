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

export interface CloudTrailRecord {
  eventID?: string
  eventTime?: string
  eventSource?: string
  eventName?: string
  eventType?: string
  awsRegion?: string
  sourceIPAddress?: string
  userAgent?: string
  errorCode?: string
  errorMessage?: string
  requestID?: string
  sharedEventID?: string
  readOnly?: boolean | string
  userIdentity?: Identity
  requestParameters?: Json
  responseElements?: Json
  resources?: { type?: string; ARN?: string; ARNPrefix?: string; accountId?: string }[]
  recipientAccountId?: string
  sessionCredentialFromConsole?: boolean | string
  [other: string]: unknown
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
