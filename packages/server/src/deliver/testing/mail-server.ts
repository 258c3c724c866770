/** A real SMTP server in this process that keeps what it gets, and refuses when told. */
import type { AddressInfo } from 'node:net'

import { SMTPServer } from 'smtp-server'

import { type Certificate, makeCertificate } from '../../../../../test/certificate.ts'

export interface Received {
  from: string
  to: string[]
  /** the message as it came, headers and all */
  raw: string
  encrypted: boolean
  user?: string
}

/** `deferred`: 4xx, try later. `refused`: 5xx, never. */
export type Mood = 'deferred' | 'refused'

export interface MailServer {
  port: number
  certificate: Certificate
  received: Received[]
  /** by recipient; `*` is everybody, `data` the message itself */
  moods: Map<string, Mood>
  close(): Promise<void>
}

export interface MailServerOptions {
  /** who may log in; none: nobody has to */
  login?: { user: string; password: string }
  /** offers no STARTTLS */
  plain?: boolean
  certificate?: Certificate
  /** called with each message before it is answered */
  onMessage?: (message: Received) => void
}

export async function startMailServer({
  login,
  plain = false,
  certificate = makeCertificate(),
  onMessage,
}: MailServerOptions = {}): Promise<MailServer> {
  const received: Received[] = []
  const moods = new Map<string, Mood>()
  const answer = (what: string): Error | undefined => {
    const mood = moods.get(what) ?? moods.get('*')
    if (mood === undefined) return undefined
    return Object.assign(new Error(mood === 'deferred' ? 'busy, come again' : 'nobody of that name'), {
      responseCode: mood === 'deferred' ? 451 : 550,
    })
  }
  const server = new SMTPServer({
    ...certificate,
    logger: false,
    authOptional: login === undefined,
    disabledCommands: plain ? ['STARTTLS'] : [],
    allowInsecureAuth: false,
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.password) done(null, { user: username })
      else done(new Error('wrong login'))
    },
    onRcptTo: ({ address }, _session, done) => done(answer(address)),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const refusal = moods.has('data') ? answer('data') : undefined
        if (refusal !== undefined) return done(refusal)
        const { mailFrom, rcptTo } = session.envelope
        const message: Received = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
          encrypted: session.secure,
          ...(typeof session.user === 'string' ? { user: session.user } : {}),
        }
        received.push(message)
        onMessage?.(message)
        return done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    certificate,
    received,
    moods,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

/** One header of a message, unfolded. */
export function headerOf(raw: string, name: string): string | undefined {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
  const line = head.split('\r\n').find(one => one.toLowerCase().startsWith(`${name.toLowerCase()}: `))
  return line?.slice(name.length + 2)
}
