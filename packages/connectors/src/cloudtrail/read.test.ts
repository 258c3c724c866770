import { LIMITS } from '@daybook/event'
import { describe, expect, test } from 'vitest'
import { REAL_DATA, withoutRealData } from '../testing/real-data.ts'
import { bad, good, normal, readFile, readText } from '../testing/read.ts'
import { cloudtrail } from './read.ts'

const RECORD = {
  eventVersion: '1.08',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/clarissa',
    accountId: '111122223333',
    accessKeyId: 'AKIAEXAMPLE',
    userName: 'clarissa',
  },
  eventTime: '2026-05-04T07:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  awsRegion: 'eu-central-1',
  sourceIPAddress: '192.0.2.7',
  userAgent: 'aws-cli/2',
  requestParameters: { bucketName: 'evidence' },
  responseElements: null,
  requestID: 'REQ1',
  eventID: '875240ac-e821-4fc6-a311-8c352a1d20f5',
  readOnly: false,
  eventType: 'AwsApiCall',
  recipientAccountId: '111122223333',
}

async function read(more: object) {
  const [item] = good(await readText(cloudtrail, JSON.stringify({ ...RECORD, ...more })))
  if (!item) throw new Error('nothing was read')
  return normal(item)
}

test('a record becomes an event that says who did what to which thing from where', async () => {
  expect(await read({})).toMatchObject({
    id: RECORD.eventID,
    occurredAt: '2026-05-04T07:00:00.000Z',
    application: 's3',
    activity: 'PutBucketPolicy',
    category: 'update',
    outcome: 'SUCCESS',
    actor: { type: 'user', id: 'AIDAEXAMPLE', name: 'clarissa' },
    entity: { type: 'AWS::S3::Bucket', id: 'evidence' },
    origin: { accessMethod: 'API', ip: '192.0.2.7', userAgent: 'aws-cli/2', requestId: 'REQ1' },
    region: 'eu-central-1',
  })
})

test('the same records in a Records file give the same events', async () => {
  const file = JSON.stringify({
    Records: [RECORD, { ...RECORD, eventID: '01890a5d-ac96-774b-bcce-b302099a8057' }],
  })
  const items = good(await readText(cloudtrail, file))
  expect(items.map(item => [item.line, item.event.id])).toEqual([
    [1, RECORD.eventID],
    [2, '01890a5d-ac96-774b-bcce-b302099a8057'],
  ])
  expect(items[0]?.event).toEqual(good(await readText(cloudtrail, JSON.stringify(RECORD)))[0]?.event)
})

test('a refused call is a failure with its code and message', async () => {
  const event = await read({ errorCode: 'AccessDenied', errorMessage: 'not authorized' })
  expect(event).toMatchObject({ outcome: 'FAILURE', outcomeReason: 'AccessDenied: not authorized' })
})

test('a failed sign-in is a failure although it has no error code', async () => {
  const event = await read({
    eventName: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    responseElements: { ConsoleLogin: 'Failure' },
  })
  expect(event).toMatchObject({ category: 'login', outcome: 'FAILURE', origin: { accessMethod: 'Console' } })
})

test('a call that only looked is read, whatever its verb', async () => {
  expect((await read({ eventName: 'GenerateDataKey', readOnly: true })).category).toBe('read')
})

test('somebody who works through a role is told apart from the role', async () => {
  const event = await read({
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:peter@example.com',
      sessionContext: { sessionIssuer: { principalId: 'AROAEXAMPLE', userName: 'Operations' } },
    },
  })
  expect(event.actor).toEqual({
    type: 'apiKey',
    id: 'AROAEXAMPLE',
    name: 'Operations',
    impersonator: {
      type: 'user',
      id: 'peter@example.com',
      name: 'peter@example.com',
      email: 'peter@example.com',
    },
  })
})

test('a service that calls by itself is the system, and its host name is no ip address', async () => {
  const event = await read({
    userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
    sourceIPAddress: 'cloudtrail.amazonaws.com',
  })
  expect(event.actor).toEqual({ type: 'system', id: 'cloudtrail.amazonaws.com' })
  expect(event.origin?.ip).toBeUndefined()
  expect(event.metadata?.['sourceIPAddress']).toBe('cloudtrail.amazonaws.com')
})

test('a session token never enters the audit trail', async () => {
  const event = await read({
    responseElements: { credentials: { accessKeyId: 'ASIA1', sessionToken: 'IQoJb3' } },
  })
  expect(JSON.stringify(event)).not.toContain('IQoJb3')
  expect(JSON.stringify(event)).toContain('ASIA1')
})

test('a record larger than an entry may be is trimmed with a note instead of rejected', async () => {
  const event = await read({
    requestParameters: { bucketName: 'evidence', bucketPolicy: 'ü'.repeat(40_000) },
  })
  expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(LIMITS.eventBytesMax)
  expect(event.metadata?.['trimmed']).toEqual([expect.stringMatching(/^requestParameters: 80\d{3} bytes/)])
  expect(event.entity.id).toBe('evidence')
})

test('numbers that would be rounded and values that are nested too deeply are kept as text', async () => {
  let deep: unknown = 1
  for (let i = 0; i < 40; i++) deep = { deep }
  const line = JSON.stringify({ ...RECORD, additionalEventData: { deep } }).replace(
    '"eventVersion"',
    '"huge":12345678901234567890,"eventVersion"',
  )
  const [item] = good(await readText(cloudtrail, line))
  const event = item && normal(item)
  expect(event?.metadata?.['huge']).toBe('12345678901234567890')
  expect(typeof event?.metadata?.['additionalEventData']).toBe('string')
})

test.each([
  ['no object', '[1]', 'LINE_NOT_OBJECT'],
  ['no JSON', '{"eventID":', 'LINE_NOT_JSON'],
  ['no time', JSON.stringify({ ...RECORD, eventTime: undefined }), 'RECORD_INCOMPLETE'],
])('%s is a problem of its line', async (_what, line, code) => {
  const items = await readText(cloudtrail, `${JSON.stringify(RECORD)}\n${line}\n${JSON.stringify(RECORD)}\n`)
  expect(bad(items).map(item => [item.line, item.problem.code])).toEqual([[2, code]])
  expect(items).toHaveLength(3)
})

test('a record whose members are of other types than AWS writes is read without a fault', async () => {
  const strange = {
    userIdentity: 'root',
    resources: [null, 7],
    requestParameters: [1],
    sourceIPAddress: 12,
    eventID: 5,
  }
  expect((await read(strange)).actor).toEqual({ type: 'system', id: 'unknown' })
})

describe.skipIf(withoutRealData)('real records (skipped where DAYBOOK_SHARED_DATA names no folder)', () => {
  test('all 2,900 become events that a server accepts, each with an id of its own', async () => {
    const events = good(await readFile(cloudtrail, REAL_DATA.cloudtrail)).map(normal)
    expect(events).toHaveLength(2900)
    expect(new Set(events.map(event => event.id)).size).toBe(2900)
    expect(new Set(events.map(event => event.activity)).size).toBe(260)
    expect(events.filter(event => event.outcome === 'FAILURE')).toHaveLength(300)
    expect(events[0]?.occurredAt).toBe('2023-07-10T11:42:18.000Z')
    expect(JSON.stringify(events)).not.toContain('IQoJb3')
  })
})
