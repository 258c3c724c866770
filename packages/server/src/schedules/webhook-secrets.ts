/**
 * The secrets that webhooks are signed with, sealed in the record for the schedule that they belong to.
 * They are in clear in the answer that tells a new one, and while a message is signed, and nowhere else.
 */
import type { EventRecord, SealedSecret } from '@daybook/record'

import { DeliveryError } from '../deliver/outcome.ts'
import { newWebhookSecret } from '../deliver/webhook.ts'
import { ServerError } from '../errors.ts'
import type { SecretBox } from '../secret-box.ts'

const RESEALED_AT_ONCE = 500

export interface WebhookSecretsDeps {
  record: Pick<EventRecord, 'schedules'>
  box: SecretBox
  randomBytes: (n: number) => Uint8Array
  clock: () => number
}

export class WebhookSecrets {
  readonly #deps: WebhookSecretsDeps

  constructor(deps: WebhookSecretsDeps) {
    this.#deps = deps
  }

  /** A new one, and the seal for it. Throws DELIVERY_UNAVAILABLE where there is no key to seal with. */
  draw(): { secret: string; seal: (schedule: string) => SealedSecret } {
    this.check()
    const secret = newWebhookSecret(this.#deps.randomBytes)
    return { secret, seal: schedule => this.#deps.box.seal(secret, schedule) }
  }

  /** Throws DELIVERY_UNAVAILABLE where there is no key to seal with. */
  check(): void {
    if (this.#deps.box.sealing !== undefined) return
    throw new ServerError('DELIVERY_UNAVAILABLE', {
      detail:
        'Secrets of webhooks cannot be sealed: beside an external record DAYBOOK_SECRETS_KEY has to be set.',
      members: { reason: 'secretsKey' },
    })
  }

  /** Another one for this schedule; those before it are good until `oldEndsAt`. */
  async add(schedule: string, oldEndsAt: number): Promise<string> {
    const { secret, seal } = this.draw()
    await this.#deps.record.schedules.addSecret(schedule, seal(schedule), oldEndsAt)
    return secret
  }

  /** Those that are good now, the newest first. Throws DeliveryError when the newest cannot be opened. */
  async good(schedule: string): Promise<string[]> {
    const { record, clock } = this.#deps
    const kept = await record.schedules.secrets(schedule, clock())
    const [newest, ...older] = kept.map(secret => this.#open(secret, schedule))
    if (newest === undefined) throw new DeliveryError('WEBHOOK_SECRET_LOST')
    return [newest, ...older.filter(secret => secret !== undefined)]
  }

  /**
   * Seals with the first key what lies in clear or under another one. Done again after a crash it goes on with the rest.
   * Answers how many can be opened by none of the keys.
   */
  async reseal(): Promise<{ resealed: number; lost: number }> {
    const { record, box } = this.#deps
    const told = { resealed: 0, lost: 0 }
    if (box.sealing === undefined) return told
    let after: string | undefined
    do {
      const some = await record.schedules.otherSecrets(box.sealing, RESEALED_AT_ONCE, after)
      for (const kept of some) {
        const secret = this.#open(kept, kept.schedule)
        if (secret === undefined) told.lost++
        else {
          await record.schedules.reseal(kept, box.seal(secret, kept.schedule))
          told.resealed++
        }
      }
      after = some.at(-1)?.id
    } while (after !== undefined)
    return told
  }

  #open({ sealed, key }: SealedSecret, schedule: string): string | undefined {
    return key === undefined ? sealed : this.#deps.box.open({ sealed, key }, schedule)
  }
}
