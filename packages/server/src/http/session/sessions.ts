/**
 * One-time sign-in tokens and the sessions that they are exchanged for.
 * Only SHA-256 digests are kept, in memory: a restart signs everybody out and prints a fresh sign-in link.
 */
import { createHash } from 'node:crypto'

import type { Identity } from '../context.ts'

const TOKEN_BYTES = 32
const TOKEN_LIFETIME_MS = 24 * 60 * 60_000
export const SESSION_LIFETIME_MS = 12 * 60 * 60_000
const TOKENS_MAX = 100
const SESSIONS_MAX = 1000

interface Granted {
  identity: Identity
  expiresAt: number
}

export interface SessionsDeps {
  clock: () => number
  randomBytes: (n: number) => Uint8Array
}

export class Sessions {
  readonly #deps: SessionsDeps
  readonly #tokens = new Map<string, Granted>()
  readonly #sessions = new Map<string, Granted>()

  constructor(deps: SessionsDeps) {
    this.#deps = deps
  }

  /** A sign-in token that can be exchanged once. */
  issueToken(identity: Identity): string {
    return this.#grant(this.#tokens, TOKENS_MAX, identity, TOKEN_LIFETIME_MS)
  }

  /** The secret of a new session, or undefined when the token is wrong, used or too old. */
  exchange(token: string): { secret: string; identity: Identity; expiresAt: number } | undefined {
    const granted = this.#find(this.#tokens, token)
    if (granted === undefined) return undefined
    this.#tokens.delete(digest(token))
    const secret = this.#grant(this.#sessions, SESSIONS_MAX, granted.identity, SESSION_LIFETIME_MS)
    return { secret, identity: granted.identity, expiresAt: this.#deps.clock() + SESSION_LIFETIME_MS }
  }

  identify(secret: string): Identity | undefined {
    return this.#find(this.#sessions, secret)?.identity
  }

  end(secret: string): void {
    this.#sessions.delete(digest(secret))
  }

  #grant(into: Map<string, Granted>, max: number, identity: Identity, lifetimeMs: number): string {
    const secret = Buffer.from(this.#deps.randomBytes(TOKEN_BYTES)).toString('base64url')
    if (into.size >= max) {
      const oldest = into.keys().next()
      if (!oldest.done) into.delete(oldest.value)
    }
    into.set(digest(secret), { identity, expiresAt: this.#deps.clock() + lifetimeMs })
    return secret
  }

  // Looking up a digest tells an attacker nothing by its timing: they cannot steer the digest of a guess.
  #find(among: Map<string, Granted>, secret: string): Granted | undefined {
    const key = digest(secret)
    const granted = among.get(key)
    if (granted === undefined || granted.expiresAt > this.#deps.clock()) return granted
    among.delete(key)
    return undefined
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
