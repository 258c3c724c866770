/** The errors that this room throws: wrong use by our own code, never wrong input of a sender (that is a Problem). */
/** The codes are a closed table. */

export const EVENT_ERRORS = {
  NOT_CANONICAL: { status: 500, text: 'The value has no RFC 8785 form.' },
  CHANGE_PATH_INVALID: {
    status: 500,
    text: 'The attribute of a change is not a path, or leads nowhere in this state.',
  },
  SECRET_INVALID: { status: 500, text: 'The secret of an event is 16 bytes.' },
  UUID_TEXT_INVALID: { status: 500, text: 'The text is not a UUID.' },
} as const satisfies Record<string, { status: number; text: string }>

export type EventErrorCode = keyof typeof EVENT_ERRORS

export class EventError extends Error {
  override readonly name = 'EventError'
  readonly code: EventErrorCode

  constructor(code: EventErrorCode, detail?: string) {
    super(detail === undefined ? EVENT_ERRORS[code].text : `${EVENT_ERRORS[code].text} ${detail}`)
    this.code = code
  }
}
