/**
 * E-mail over SMTP.
 * The connection is encrypted and the server's certificate checked unless the server is on this machine or somebody has
 * switched that off; what the server accepted for each recipient is told, so that nobody is sent the same again for another's sake.
 */
import { createTransport, type SendMailOptions } from 'nodemailer'
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js'

import type { Mailbox } from './mail-address.ts'
import { DeliveryError, shown } from './outcome.ts'

const CONNECT_MS_MAX = 10_000
const SILENCE_MS_MAX = 60_000

export interface MailSettings {
  host: string
  port: number
  /** TLS from the first byte */
  secure: boolean
  /** the connection must become encrypted before anything is said on it */
  tlsRequired: boolean
  login?: { user: string; password: string }
  from: Mailbox
  /** only recipients of these domains; none: all */
  domains?: readonly string[]
}

export interface Mail {
  /** `<…@…>`, stable over all attempts */
  id: string
  /** all that the message names */
  to: readonly string[]
  /** those of them that it is sent to now */
  sendTo: readonly string[]
  subject: string
  text: string
  html: string
  attachment?: { name: string; type: string; content: Buffer }
}

export interface Mailed {
  accepted: string[]
  /** for good */
  refused: { address: string; answer: string }[]
  /** the server asked to try these again */
  deferred: { address: string; answer: string }[]
}

/** Sends one message. Throws DeliveryError when no recipient was accepted. */
export class Mailer {
  readonly settings: MailSettings
  readonly #options: SMTPTransport.Options

  /** @param ca PEM of authorities to trust beside the usual ones */
  constructor(settings: MailSettings, { ca }: { ca?: string } = {}) {
    this.settings = settings
    const { host, port, secure, tlsRequired, login } = settings
    this.#options = {
      host,
      port,
      secure,
      requireTLS: tlsRequired,
      // Whoever switched it off, or is on this machine, has no certificate that could be checked.
      ignoreTLS: !tlsRequired && !secure,
      connectionTimeout: CONNECT_MS_MAX,
      greetingTimeout: CONNECT_MS_MAX,
      socketTimeout: SILENCE_MS_MAX,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password } }),
      ...(ca === undefined ? {} : { tls: { ca } }),
    }
  }

  /** The stable name of a message: `<id@domain of the sender>`. */
  messageId(id: string): string {
    return `<${id}@${this.settings.from.address.split('@').at(-1)}>`
  }

  async send(mail: Mail): Promise<Mailed> {
    const { from } = this.settings
    const message: SendMailOptions = {
      messageId: mail.id,
      from: from.name === undefined ? from.address : { name: from.name, address: from.address },
      to: [...mail.to],
      envelope: { from: from.address, to: [...mail.sendTo] },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      // Nobody's absence note shall answer a machine.
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      ...(mail.attachment === undefined
        ? {}
        : {
            attachments: [
              {
                filename: mail.attachment.name,
                contentType: mail.attachment.type,
                content: mail.attachment.content,
              },
            ],
          }),
    }
    const transport = createTransport(this.#options)
    try {
      const info = await transport.sendMail(message)
      return mailed(info.accepted.map(addressOf), info.rejectedErrors ?? [])
    } catch (error) {
      throw failureOf(error as SmtpError)
    } finally {
      transport.close()
    }
  }
}

interface SmtpError extends Error {
  code?: string | undefined
  responseCode?: number | undefined
  response?: string | undefined
  recipient?: string | undefined
  rejectedErrors?: SmtpError[] | undefined
}

function mailed(accepted: string[], errors: readonly SmtpError[]): Mailed {
  const answers = errors.map(error => ({
    address: error.recipient ?? '',
    answer: answerOf(error),
    later: isLater(error),
  }))
  const told = (later: boolean) =>
    answers.filter(one => one.later === later).map(({ address, answer }) => ({ address, answer }))
  return { accepted, refused: told(false), deferred: told(true) }
}

function failureOf(error: SmtpError): DeliveryError {
  if (error.code === 'EAUTH') return new DeliveryError('MAIL_LOGIN_REFUSED', { cause: error })
  if (error.code === 'ETLS')
    return new DeliveryError('MAIL_UNREACHABLE', { text: 'no encryption', cause: error })
  const errors = error.rejectedErrors ?? [error]
  const answered = errors.filter(one => one.responseCode !== undefined)
  const [first] = answered
  if (first === undefined)
    return new DeliveryError('MAIL_UNREACHABLE', { text: shown(error.code ?? ''), cause: error })
  const code = answered.some(isLater) ? 'MAIL_DEFERRED' : 'MAIL_REFUSED'
  return new DeliveryError(code, { text: answerOf(first), cause: error })
}

function isLater({ responseCode = 0 }: SmtpError): boolean {
  return responseCode >= 400 && responseCode < 500
}

function answerOf({ response, message }: SmtpError): string {
  return shown(response ?? message)
}

function addressOf(one: string | { address: string }): string {
  return typeof one === 'string' ? one : one.address
}
