/** Guarantees of the configuration: valid or refused by name, and secrets are never repeated. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { ConfigError, type Environment, loadConfig } from './config.ts'

const directory = mkdtempSync(join(tmpdir(), 'daybook-config-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

let files = 0
function file(text: string): string {
  const path = join(directory, `settings-${files++}`)
  writeFileSync(path, text)
  return path
}

function problemsOf(env: Environment, path?: string): string {
  try {
    loadConfig({ env, file: path })
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

describe('configuration', () => {
  it('works without any setting: embedded engines under ./.daybook, on this machine only', () => {
    const config = loadConfig({ env: {} })

    expect(config.listen).toEqual({ host: '127.0.0.1', port: 7411 })
    expect(config.dataDirectory).toBe(join(process.cwd(), '.daybook'))
    expect(config.record).toEqual({ kind: 'embedded', directory: join(process.cwd(), '.daybook', 'record') })
    expect(config.secrets).toEqual({ keys: [], file: join(process.cwd(), '.daybook', 'secrets.key') })
    expect(config.index).toEqual({ kind: 'chdb', directory: join(process.cwd(), '.daybook', 'index') })
    expect(config.bootstrapKey).toBeUndefined()
  })

  it('takes engines elsewhere from their URLs', () => {
    const env = {
      DAYBOOK_RECORD_URL: 'postgres://u:p@db/daybook',
      DAYBOOK_INDEX_URL: 'https://ch:8443',
      DAYBOOK_INDEX_CLUSTER: 'main',
    }
    const config = loadConfig({ env })

    expect(config.record).toEqual({ kind: 'external', url: 'postgres://u:p@db/daybook' })
    expect(config.secrets).toEqual({ keys: [] })
    expect(config.index).toEqual({ kind: 'http', url: 'https://ch:8443', cluster: 'main' })
  })

  it('takes an IPv6 address in brackets', () => {
    expect(loadConfig({ env: { DAYBOOK_LISTEN: '[::1]:80' } }).listen).toEqual({ host: '::1', port: 80 })
  })

  it.each([
    [{ DAYBOOK_LISTEN: '7411' }, 'DAYBOOK_LISTEN: should be HOST:PORT'],
    [{ DAYBOOK_LISTEN: '127.0.0.1:99999' }, 'DAYBOOK_LISTEN: should be HOST:PORT'],
    [{ DAYBOOK_LISTEN: '[nonsense]:1' }, 'DAYBOOK_LISTEN: should be HOST:PORT'],
    [{ DAYBOOK_RECORD_URL: 'mysql://db' }, 'DAYBOOK_RECORD_URL: should begin with postgres://'],
    [{ DAYBOOK_INDEX_URL: 'nonsense' }, 'DAYBOOK_INDEX_URL: is not a URL'],
    [{ DAYBOOK_INDEX_CLUSTER: 'main' }, 'DAYBOOK_INDEX_CLUSTER: needs DAYBOOK_INDEX_URL'],
    [{ DAYBOOK_BOOTSTRAP_KEY: 'short' }, 'DAYBOOK_BOOTSTRAP_KEY: should have 32'],
    [{ DAYBOOK_BOOTSTRAP_KEY: ' '.repeat(40) }, 'DAYBOOK_BOOTSTRAP_KEY: may only hold'],
    [{ DAYBOOK_LOG_LEVEL: 'loud' }, 'DAYBOOK_LOG_LEVEL: is not one of'],
    [{ DAYBOOK_SMTP_URL: 'smtp://mail' }, 'DAYBOOK_SMTP_URL: needs DAYBOOK_MAIL_FROM'],
    [
      { DAYBOOK_SMTP_URL: 'http://mail', DAYBOOK_MAIL_FROM: 'a@b.c' },
      'DAYBOOK_SMTP_URL: should begin with smtp://',
    ],
    [{ DAYBOOK_SMTP_URL: 'smtp://mail/x?y', DAYBOOK_MAIL_FROM: 'a@b.c' }, 'and nothing more'],
    [{ DAYBOOK_SMTP_URL: 'smtp://a:50%@mail', DAYBOOK_MAIL_FROM: 'a@b.c' }, 'DAYBOOK_SMTP_URL: has a %'],
    [
      { DAYBOOK_SMTP_URL: 'smtp://mail', DAYBOOK_MAIL_FROM: 'Daybook' },
      'DAYBOOK_MAIL_FROM: should be an address',
    ],
    [{ DAYBOOK_MAIL_FROM: 'a@b.c' }, 'DAYBOOK_MAIL_FROM: needs DAYBOOK_SMTP_URL'],
    [{ DAYBOOK_SMTP_TLS: 'maybe' }, 'DAYBOOK_SMTP_TLS: is not one of required, off'],
    [
      { DAYBOOK_SMTP_URL: 'smtp://mail', DAYBOOK_MAIL_FROM: 'a@b.c', DAYBOOK_MAIL_DOMAINS: 'a b' },
      'DAYBOOK_MAIL_DOMAINS: should be domains',
    ],
    [{ DAYBOOK_SECRETS_KEY: 'hunter2' }, 'DAYBOOK_SECRETS_KEY: should be 32 random bytes in Base64'],
    [{ DAYBOOK_WEBHOOK_NETWORKS: 'localhost' }, 'DAYBOOK_WEBHOOK_NETWORKS: should be loopback or networks'],
    [{ DAYBOOK_LISTN: '127.0.0.1:1' }, 'DAYBOOK_LISTN: is not a setting (in the environment)'],
    [
      { DAYBOOK_RECORD_URL: 'postgres://db', DAYBOOK_POSTGRES_BIN: '/pg' },
      'DAYBOOK_POSTGRES_BIN: has no effect',
    ],
  ])('refuses %o and names the setting', (env, message) => {
    expect(problemsOf(env)).toContain(message)
  })

  it('requires encryption of mail, unless the server is on this machine or somebody switched it off', () => {
    const mailOf = (url: string, more: Record<string, string> = {}) =>
      loadConfig({ env: { DAYBOOK_SMTP_URL: url, DAYBOOK_MAIL_FROM: 'Daybook <a@b.c>', ...more } }).mail
    expect(mailOf('smtp://us%40er:p%3Aw@mail.example.com', { DAYBOOK_MAIL_DOMAINS: 'B.c, d.e' })).toEqual({
      host: 'mail.example.com',
      port: 587,
      secure: false,
      tlsRequired: true,
      login: { user: 'us@er', password: 'p:w' },
      from: { name: 'Daybook', address: 'a@b.c' },
      domains: ['b.c', 'd.e'],
    })
    expect(mailOf('smtps://mail.example.com')).toMatchObject({ port: 465, secure: true })
    for (const local of ['smtp://127.0.0.1:25', 'smtp://localhost', 'smtp://[::1]:25'])
      expect(mailOf(local)).toMatchObject({ tlsRequired: false })
    expect(mailOf('smtp://127.0.0.1', { DAYBOOK_SMTP_TLS: 'required' })).toMatchObject({ tlsRequired: true })
    expect(mailOf('smtp://mail.example.com', { DAYBOOK_SMTP_TLS: 'off' })).toMatchObject({
      tlsRequired: false,
    })
    expect(loadConfig({ env: {} })).toMatchObject({ webhookNetworks: [] })
  })

  it('names all wrong settings at once', () => {
    const message = problemsOf({ DAYBOOK_LISTEN: 'x', DAYBOOK_LOG_LEVEL: 'y', DAYBOOK_INDEX_URL: 'z' })
    expect(message.split('\n')).toHaveLength(3)
  })

  it('never repeats the value of a secret', () => {
    const message = problemsOf({
      DAYBOOK_RECORD_URL: 'secret:pass word',
      DAYBOOK_BOOTSTRAP_KEY: 'hush',
      DAYBOOK_SMTP_URL: 'smtp://a:hush%@mail/x',
      DAYBOOK_MAIL_FROM: 'a@b.c',
    })
    expect(message).not.toMatch(/pass word|hush/)
  })

  it('leaves foreign variables of the environment alone', () => {
    expect(problemsOf({ PATH: '/bin', DAYBOOK_SHARED_DATA: '/data', DAYBOOK_URL: 'http://x' })).toBe('')
  })

  it.each([
    ['lines', '# ours\nDAYBOOK_LISTEN = 0.0.0.0:80\nexport DAYBOOK_LOG_LEVEL="warn"\n'],
    ['JSON', '{"DAYBOOK_LISTEN":"0.0.0.0:80","DAYBOOK_LOG_LEVEL":"warn"}'],
  ])('reads a file of %s, and the environment wins', (_kind, text) => {
    const config = loadConfig({ env: { DAYBOOK_LISTEN: '127.0.0.1:81' }, file: file(text) })
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 81 })
    expect(config.logLevel).toBe('warn')
  })

  it.each([
    ['DAYBOOK_LISTEN\n', 'line 1 is not NAME=VALUE'],
    ['DAYBOOK_LISTEN=a:1\nDAYBOOK_LISTEN=b:1\n', 'twice'],
    ['{"DAYBOOK_LISTEN":', 'JSON'],
    ['{"DAYBOOK_LISTEN":true}', 'should be a string'],
    ['DAYBOOK_LISTN=a:1\n', 'did you mean DAYBOOK_LISTEN?'],
    ['COLOR=1\n', 'COLOR: is not a setting'],
  ])('refuses the file %j', (text, message) => {
    expect(problemsOf({}, file(text))).toContain(message)
  })

  it('refuses a file that is not there', () => {
    expect(problemsOf({}, join(directory, 'absent'))).toContain('ENOENT')
  })

  it('reads a secret from the file that NAME_FILE names, without its last line feed', () => {
    const secret = 'k'.repeat(40)
    expect(loadConfig({ env: { DAYBOOK_BOOTSTRAP_KEY_FILE: file(`${secret}\n`) } }).bootstrapKey).toBe(secret)
  })

  it.each([
    [{ DAYBOOK_BOOTSTRAP_KEY_FILE: '/absent/key' }, 'DAYBOOK_BOOTSTRAP_KEY_FILE: the file cannot be read'],
    [{ DAYBOOK_BOOTSTRAP_KEY_FILE: '/x', DAYBOOK_BOOTSTRAP_KEY: 'k'.repeat(40) }, 'set together with'],
  ])('refuses %o', (env, message) => {
    expect(problemsOf(env)).toContain(message)
  })
})
