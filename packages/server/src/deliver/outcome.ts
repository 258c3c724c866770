/**
 * How the delivery of a report ended: a closed table of everything that can go wrong on the way out.
 * A delivery that failed is tried again only where another attempt can end differently.
 */

export const DELIVERY_FAILURES = {
  MAIL_OFF: { again: false, text: 'No mail server is set, so nothing can be sent by e-mail.' },
  MAIL_UNREACHABLE: {
    again: true,
    text: 'The mail server could not be reached, or its connection is not safe.',
  },
  MAIL_LOGIN_REFUSED: { again: true, text: 'The mail server did not accept our login.' },
  MAIL_DEFERRED: { again: true, text: 'The mail server asked to try again later.' },
  MAIL_REFUSED: { again: false, text: 'The mail server refused the message or all of its recipients.' },
  WEBHOOK_ADDRESS_REFUSED: {
    again: false,
    text: 'The address of the webhook leads into a network that may not be reached.',
  },
  WEBHOOK_UNREACHABLE: {
    again: true,
    text: 'The webhook could not be reached, or its certificate is not valid.',
  },
  WEBHOOK_TIMEOUT: { again: true, text: 'The webhook did not answer in time.' },
  WEBHOOK_REFUSED: { again: true, text: 'The webhook answered with another status than 2xx.' },
  WEBHOOK_SECRET_LOST: {
    again: true,
    text: 'The secret of the webhook cannot be opened: the key that it is sealed with is not on this server. Put the key back, or make another secret.',
  },
  WEBHOOK_GONE: { again: false, text: 'The webhook answered 410: it wants nothing more.' },
} as const satisfies Record<string, { again: boolean; text: string }>

export type DeliveryFailure = keyof typeof DELIVERY_FAILURES

/** Thrown by every way out. The message is safe to show. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly code: DeliveryFailure
  /** Whether another attempt can end differently. */
  readonly again: boolean

  constructor(code: DeliveryFailure, more: { text?: string; cause?: unknown } = {}) {
    const { text, again } = DELIVERY_FAILURES[code]
    super(
      more.text === undefined ? text : `${text} (${more.text})`,
      more.cause === undefined ? undefined : { cause: more.cause },
    )
    this.code = code
    this.again = again
  }
}

const SHOWN_CHARACTERS_MAX = 200

/** What another machine said, as one line of printable text. */
export function shown(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, SHOWN_CHARACTERS_MAX)
}
