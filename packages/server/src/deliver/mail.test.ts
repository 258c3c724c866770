/** Guarantees of e-mail: encrypted unless switched off, one message per id, each recipient's fate told, nothing injected. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { isMailAddress, readMailbox } from './mail-address.ts'
import { type Mail, Mailer, type MailSettings } from './mail.ts'
import { headerOf, type MailServer, startMailServer } from './testing/mail-server.ts'

const LOGIN = { user: 'daybook', password: 'p w"d' }
const [CLARISSA, PETER] = ['clarissa@example.com', 'peter@example.org']
const MAIL: Mail = {
  id: '<run-1@example.com>',
  to: [CLARISSA, PETER],
  sendTo: [CLARISSA, PETER],
  subject: 'Failed sign-ins · 4 May 2026',
  text: 'two events\n.\nand a line with a lone dot',
  html: '<p>two events</p>',
}

let server: MailServer
let settings: MailSettings
let mailer: Mailer
beforeAll(async () => {
  server = await startMailServer({ login: LOGIN })
  settings = {
    host: '127.0.0.1',
    port: server.port,
    secure: false,
    tlsRequired: true,
    login: LOGIN,
    from: { name: 'Day “book”', address: 'daybook@example.com' },
  }
  mailer = new Mailer(settings, { ca: server.certificate.cert })
})
afterAll(() => server.close())
beforeEach(() => {
  server.received.length = 0
  server.moods.clear()
})

async function failure(sending: Promise<unknown>): Promise<unknown> {
  const error = await sending.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const { code, again } = error as { code: string; again: boolean }
  return [code, again]
}

describe('a message', () => {
  it('arrives once, encrypted, logged in, under the id that it was given', async () => {
    expect(await mailer.send(MAIL)).toEqual({ accepted: [CLARISSA, PETER], refused: [], deferred: [] })
    const [message] = server.received
    expect(server.received).toHaveLength(1)
    expect(message).toMatchObject({
      from: 'daybook@example.com',
      to: [CLARISSA, PETER],
      encrypted: true,
      user: LOGIN.user,
    })
    const raw = message?.raw ?? ''
    expect(headerOf(raw, 'Message-ID')).toBe('<run-1@example.com>')
    expect(headerOf(raw, 'Auto-Submitted')).toBe('auto-generated')
    expect(headerOf(raw, 'To')).toBe(`${CLARISSA}, ${PETER}`)
    expect(raw).toContain('and a line with a lone dot')
  })

  it('goes only to those that still have to get it, and names all', async () => {
    expect(await mailer.send({ ...MAIL, sendTo: [PETER] })).toMatchObject({ accepted: [PETER] })
    expect(server.received[0]?.to).toEqual([PETER])
    expect(headerOf(server.received[0]?.raw ?? '', 'To')).toBe(`${CLARISSA}, ${PETER}`)
  })

  it('carries its file whole', async () => {
    const content = Buffer.from('a,b\r\n1,"ü"\r\n')
    await mailer.send({ ...MAIL, attachment: { name: 'Zeit–räume.csv', type: 'text/csv', content } })
    const raw = server.received[0]?.raw ?? ''
    expect(raw).toContain(content.toString('base64'))
    expect(raw).toMatch(/Content-Disposition: attachment/)
  })

  it.each([
    '\r\nBcc: evil@example.net',
    '\nBcc: evil@example.net',
    '\r\n\r\n<script>',
    '\u2028Bcc: x',
    'x'.repeat(998),
  ])('keeps its head whatever is in its subject: %j', async text => {
    await mailer.send({ ...MAIL, subject: `Report ${text}` })
    const raw = server.received[0]?.raw ?? ''
    expect(headerOf(raw, 'Bcc')).toBeUndefined()
    expect(server.received[0]?.to).toEqual([CLARISSA, PETER])
    expect(headerOf(raw, 'Subject')).toContain('Report')
    expect(raw.split('\r\n\r\n')[0]).toContain('\r\nMessage-ID: <run-1@example.com>')
  })
})

describe('what the server says', () => {
  it('of one recipient is told apart from the others', async () => {
    server.moods.set(PETER, 'refused')
    expect(await mailer.send(MAIL)).toEqual({
      accepted: [CLARISSA],
      refused: [{ address: PETER, answer: expect.stringContaining('550') as string }],
      deferred: [],
    })
    server.moods.set(PETER, 'deferred')
    expect(await mailer.send(MAIL)).toMatchObject({
      accepted: [CLARISSA],
      refused: [],
      deferred: [{ address: PETER }],
    })
  })

  it('of all of them, or of the message, is a failure that says whether to come again', async () => {
    server.moods.set('*', 'deferred')
    expect(await failure(mailer.send(MAIL))).toEqual(['MAIL_DEFERRED', true])
    server.moods.set('*', 'refused')
    expect(await failure(mailer.send(MAIL))).toEqual(['MAIL_REFUSED', false])
    server.moods.clear()
    server.moods.set('data', 'deferred')
    expect(await failure(mailer.send(MAIL))).toEqual(['MAIL_DEFERRED', true])
    server.moods.set('data', 'refused')
    expect(await failure(mailer.send(MAIL))).toEqual(['MAIL_REFUSED', false])
    expect(server.received).toEqual([])
  })

  it('of a wrong login is a failure of ours, and holds no password', async () => {
    const wrong = new Mailer(
      { ...settings, login: { user: 'daybook', password: 'hunter2' } },
      { ca: server.certificate.cert },
    )
    expect(await failure(wrong.send(MAIL))).toEqual(['MAIL_LOGIN_REFUSED', true])
    await expect(wrong.send(MAIL)).rejects.not.toThrow(/hunter2/)
  })
})

describe('nothing is said on a connection that is not safe', () => {
  it('a server without encryption', async () => {
    const plain = await startMailServer({ plain: true, certificate: server.certificate })
    const to = { ...settings, port: plain.port }
    const { login: _, ...open } = to
    expect(await failure(new Mailer(to).send(MAIL))).toEqual(['MAIL_UNREACHABLE', true])
    expect(plain.received).toEqual([])
    // Unless somebody has switched it off.
    expect(await new Mailer({ ...open, tlsRequired: false }).send(MAIL)).toMatchObject({ accepted: MAIL.to })
    expect(plain.received[0]?.encrypted).toBe(false)
    await plain.close()
  })

  it('a server with a certificate that nobody vouches for', async () => {
    expect(await failure(new Mailer(settings).send(MAIL))).toEqual(['MAIL_UNREACHABLE', true])
  })

  it('nobody there', async () => {
    expect(await failure(new Mailer({ ...settings, port: 1 }).send(MAIL))).toEqual(['MAIL_UNREACHABLE', true])
  })
})

it('an address is one plain address', () => {
  for (const good of [
    'a@b.c',
    'clarissa.dalloway+daybook@mail.example.com',
    "o'brien@example.com",
    'a@localhost',
  ])
    expect(isMailAddress(good), good).toBe(true)
  for (const bad of [
    '',
    'a',
    '@b',
    'a@',
    'a@b@c',
    'a b@c',
    'a@b,c@d',
    'a@b\r\nBcc: c@d',
    '<a@b>',
    '"a"@b',
    'a@-b.c',
    'a@b..c',
    '.a@b',
    'ü@b.c',
    'a@ü.c',
    'a@b\0',
    `${'a'.repeat(65)}@b.c`,
    `a@${'b'.repeat(64)}.c`,
    `a@${'bb.'.repeat(90)}c`,
  ])
    expect(isMailAddress(bad), bad).toBe(false)
  expect(readMailbox('Daybook <daybook@example.com>')).toEqual({
    name: 'Daybook',
    address: 'daybook@example.com',
  })
  expect(readMailbox('daybook@example.com')).toEqual({ address: 'daybook@example.com' })
  for (const bad of [
    'Daybook',
    'Day\nbook <a@b.c>',
    'a@b.c, d@e.f',
    'x <a@b.c> y',
    'x <a@b.c',
    '"x" <a@b.c>',
  ])
    expect(readMailbox(bad), bad).toBeUndefined()
})
