/**
 * Signed webhooks after the Standard Webhooks specification (standardwebhooks.com).
 * The id of a message stays the same over all attempts, so a receiver recognises what it has already; the signature is made
 * anew with the time of each attempt.
 */
import { createHmac } from 'node:crypto'

import { guardedPost, type PostDeps } from './guarded-post.ts'
import { DeliveryError } from './outcome.ts'

const SECRET_BYTES = 32
const SECRET_PREFIX = 'whsec_'
const GONE = 410

export interface WebhookMessage {
  /** stable over all attempts */
  id: string
  url: string
  /** JSON */
  body: string
  /** newest first; each signs, so that a receiver may know either during a rotation */
  secrets: readonly string[]
}

/** 256 bits, in the form that the specification gives secrets. */
export function newWebhookSecret(randomBytes: (n: number) => Uint8Array): string {
  return SECRET_PREFIX + Buffer.from(randomBytes(SECRET_BYTES)).toString('base64')
}

/** Resolves when the receiver has answered 2xx. Throws DeliveryError. `clock` in milliseconds. */
export async function sendWebhook(
  { id, url, body, secrets }: WebhookMessage,
  deps: PostDeps & { clock: () => number },
): Promise<void> {
  const timestamp = String(Math.floor(deps.clock() / 1000))
  const status = await guardedPost(
    url,
    {
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Daybook',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': secrets.map(secret => signatureOf(secret, id, timestamp, body)).join(' '),
      },
    },
    deps,
  )
  if (status >= 200 && status < 300) return
  throw new DeliveryError(status === GONE ? 'WEBHOOK_GONE' : 'WEBHOOK_REFUSED', { text: `status ${status}` })
}

function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}
