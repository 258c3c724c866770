/**
 * The settings of a Daybook server: environment variables, or the same names in a file.
 * A configuration either is complete and valid or the start fails naming every setting that is wrong; no other file reads the environment.
 */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'

import { suggest } from '@daybook/query'

import { isMailAddress, readMailbox } from './deliver/mail-address.ts'
import type { MailSettings } from './deliver/mail.ts'
import { LOOPBACK, readNetworks } from './deliver/reachable.ts'
import { readSecretKey, type SecretsConfig } from './secret-keys.ts'
import { parseSettings } from './settings-file.ts'

const BOOTSTRAP_KEY_LENGTH_MIN = 32
const BOOTSTRAP_KEY_LENGTH_MAX = 256

const SUBMISSION_PORT = 587
const SMTPS_PORT = 465
const EXPORTS_RUNNING = 2
const EXPORTS_GIB = 20
const EXPORTS_DAYS = 7
const GIB = 1024 ** 3
const DAY_MS = 86_400_000

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

type RecordEngine = { kind: 'embedded'; directory: string; bin?: string } | { kind: 'external'; url: string }
type IndexEngine = { kind: 'chdb'; directory: string } | { kind: 'http'; url: string; cluster?: string }

export interface ServerConfig {
  /** Absolute. Everything that the embedded engines keep on disk is under it. */
  dataDirectory: string
  listen: { host: string; port: number }
  record: RecordEngine
  index: IndexEngine
  bootstrapKey?: string
  /** Where people reach the server, without a trailing slash; absent when that is `listen` itself. */
  publicUrl?: string
  logLevel: LogLevel
  /** absent: nothing is sent by e-mail */
  mail?: MailSettings
  /** networks that webhooks may reach although they are not public */
  webhookNetworks: readonly string[]
  secrets: SecretsConfig
  exports: {
    /** absolute */
    directory: string
    runningMax: number
    bytesMax: number
    keepMs: number
  }
}

export type Environment = Record<string, string | undefined>

interface Setting {
  /** `NAME_FILE` may name a file that holds the value. */
  secret?: boolean
  /** Known, but for the client commands of the CLI: the server leaves it alone. */
  client?: boolean
}

export const SETTINGS: Readonly<Record<string, Setting>> = {
  DAYBOOK_DATA: {},
  DAYBOOK_LISTEN: {},
  DAYBOOK_RECORD_URL: { secret: true },
  DAYBOOK_INDEX_URL: { secret: true },
  DAYBOOK_INDEX_CLUSTER: {},
  DAYBOOK_BOOTSTRAP_KEY: { secret: true },
  DAYBOOK_POSTGRES_BIN: {},
  DAYBOOK_PUBLIC_URL: {},
  DAYBOOK_SMTP_URL: { secret: true },
  DAYBOOK_SMTP_TLS: {},
  DAYBOOK_MAIL_FROM: {},
  DAYBOOK_MAIL_DOMAINS: {},
  DAYBOOK_WEBHOOK_NETWORKS: {},
  DAYBOOK_SECRETS_KEY: { secret: true },
  DAYBOOK_LOG_LEVEL: {},
  DAYBOOK_EXPORTS: {},
  DAYBOOK_EXPORTS_RUNNING: {},
  DAYBOOK_EXPORTS_GIB: {},
  DAYBOOK_EXPORTS_DAYS: {},
  DAYBOOK_URL: { client: true },
  DAYBOOK_KEY: { client: true, secret: true },
}

export interface SettingProblem {
  setting: string
  message: string
}

/** Thrown by loadConfig. Names every wrong setting; never repeats the value of a secret. */
export class ConfigError extends Error {
  readonly code = 'INVALID_CONFIG'
  readonly problems: readonly SettingProblem[]

  constructor(problems: readonly SettingProblem[]) {
    super(problems.map(problem => `${problem.setting}: ${problem.message}`).join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** Reads and validates all settings. The environment wins over the file. Throws ConfigError. */
export function loadConfig(options: { env?: Environment; file?: string | undefined } = {}): ServerConfig {
  const reader = new SettingReader(options.env ?? process.env, options.file)
  const dataDirectory = resolve(reader.text('DAYBOOK_DATA') ?? './.daybook')
  const recordUrl = reader.url('DAYBOOK_RECORD_URL', ['postgres:', 'postgresql:'])
  const indexUrl = reader.url('DAYBOOK_INDEX_URL', ['http:', 'https:'])
  const bin = reader.text('DAYBOOK_POSTGRES_BIN')
  const cluster = reader.matching(
    'DAYBOOK_INDEX_CLUSTER',
    /^[A-Za-z0-9_-]{1,64}$/,
    'letters, digits, _ and -',
  )
  const publicUrl = reader.url('DAYBOOK_PUBLIC_URL', ['http:', 'https:'])?.replace(/\/+$/, '')
  const bootstrapKey = reader.bootstrapKey()
  const logLevel = reader.oneOf('DAYBOOK_LOG_LEVEL', LOG_LEVELS) ?? 'info'
  const listen = reader.listen()
  const mail = reader.mail()
  const webhookNetworks = reader.webhookNetworks()
  const secretKeys = reader.secretKeys()
  const exports = {
    directory: resolve(reader.text('DAYBOOK_EXPORTS') ?? join(dataDirectory, 'exports')),
    runningMax: reader.count('DAYBOOK_EXPORTS_RUNNING', { min: 0, max: 16 }) ?? EXPORTS_RUNNING,
    bytesMax: (reader.count('DAYBOOK_EXPORTS_GIB', { min: 1, max: 1_000_000 }) ?? EXPORTS_GIB) * GIB,
    keepMs: (reader.count('DAYBOOK_EXPORTS_DAYS', { min: 1, max: 3650 }) ?? EXPORTS_DAYS) * DAY_MS,
  }
  if (bin !== undefined && recordUrl !== undefined)
    reader.problem('DAYBOOK_POSTGRES_BIN', 'has no effect beside DAYBOOK_RECORD_URL; set one of them')
  if (cluster !== undefined && indexUrl === undefined)
    reader.problem('DAYBOOK_INDEX_CLUSTER', 'needs DAYBOOK_INDEX_URL')
  reader.throwProblems()

  return {
    dataDirectory,
    listen,
    record:
      recordUrl === undefined
        ? {
            kind: 'embedded',
            directory: join(dataDirectory, 'record'),
            ...(bin === undefined ? {} : { bin: resolve(bin) }),
          }
        : { kind: 'external', url: recordUrl },
    index:
      indexUrl === undefined
        ? { kind: 'chdb', directory: join(dataDirectory, 'index') }
        : { kind: 'http', url: indexUrl, ...(cluster === undefined ? {} : { cluster }) },
    ...(bootstrapKey === undefined ? {} : { bootstrapKey }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    logLevel,
    ...(mail === undefined ? {} : { mail }),
    webhookNetworks,
    secrets: {
      keys: secretKeys,
      ...(recordUrl === undefined ? { file: join(dataDirectory, 'secrets.key') } : {}),
    },
    exports,
  }
}

/** Values by name from both places, collecting what is wrong instead of stopping at the first. */
class SettingReader {
  readonly #values = new Map<string, string>()
  readonly #problems: SettingProblem[] = []

  constructor(env: Environment, file: string | undefined) {
    if (file !== undefined) this.#take(this.#readFile(file), `in ${file}`, true)
    this.#take(env, 'in the environment', false)
  }

  problem(setting: string, message: string): void {
    this.#problems.push({ setting, message })
  }

  throwProblems(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems)
  }

  text(name: string): string | undefined {
    return this.#values.get(name)
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const found = allowed.find(candidate => candidate === value)
    if (found === undefined) this.problem(name, `is not one of ${allowed.join(', ')}`)
    return found
  }

  count(name: string, range: { min: number; max: number }): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
    if (!(number >= range.min && number <= range.max))
      this.problem(name, `should be a whole number from ${range.min} to ${range.max}`)
    return number
  }

  matching(name: string, pattern: RegExp, meaning: string): string | undefined {
    const value = this.text(name)
    if (value !== undefined && !pattern.test(value)) this.problem(name, `may only hold ${meaning}`)
    return value
  }

  /** The value is not repeated in the message: it may hold a password. */
  url(name: string, protocols: readonly string[]): string | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const wanted = protocols.map(protocol => `${protocol}//`).join(' or ')
    if (!URL.canParse(value)) this.problem(name, `is not a URL; it should begin with ${wanted}`)
    else if (!protocols.includes(new URL(value).protocol)) this.problem(name, `should begin with ${wanted}`)
    return value
  }

  bootstrapKey(): string | undefined {
    const key = this.text('DAYBOOK_BOOTSTRAP_KEY')
    if (key === undefined) return undefined
    if (key.length < BOOTSTRAP_KEY_LENGTH_MIN || key.length > BOOTSTRAP_KEY_LENGTH_MAX)
      this.problem(
        'DAYBOOK_BOOTSTRAP_KEY',
        `should have ${BOOTSTRAP_KEY_LENGTH_MIN} to ${BOOTSTRAP_KEY_LENGTH_MAX} characters`,
      )
    else if (!/^[\x21-\x7e]+$/.test(key))
      this.problem('DAYBOOK_BOOTSTRAP_KEY', 'may only hold printable ASCII characters without spaces')
    return key
  }

  listen(): { host: string; port: number } {
    const value = this.text('DAYBOOK_LISTEN') ?? '127.0.0.1:7411'
    const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(value)
    const host = match?.[1] ?? match?.[2] ?? ''
    const port = Number(match?.[3] ?? Number.NaN)
    const hostIsFine = match?.[1] === undefined ? /^[A-Za-z0-9.-]+$/.test(host) : isIP(host) === 6
    if (!hostIsFine || !(port <= 65_535))
      this.problem(
        'DAYBOOK_LISTEN',
        `should be HOST:PORT, such as 127.0.0.1:7411 or [::1]:7411, not ${JSON.stringify(value)}`,
      )
    return { host, port }
  }

  /** How e-mail is sent; undefined when it is not. TLS is required unless the server is on this machine or it is switched off. */
  mail(): MailSettings | undefined {
    const given = this.url('DAYBOOK_SMTP_URL', ['smtp:', 'smtps:'])
    const from = this.text('DAYBOOK_MAIL_FROM')
    const tls = this.oneOf('DAYBOOK_SMTP_TLS', ['required', 'off'])
    const mailbox = from === undefined ? undefined : readMailbox(from)
    if (from !== undefined && mailbox === undefined)
      this.problem(
        'DAYBOOK_MAIL_FROM',
        'should be an address such as daybook@example.com or Daybook <daybook@example.com>',
      )
    const domains = this.#list('DAYBOOK_MAIL_DOMAINS').map(domain => domain.toLowerCase())
    if (!domains.every(domain => isMailAddress(`someone@${domain}`)))
      this.problem('DAYBOOK_MAIL_DOMAINS', 'should be domains such as example.com, separated by commas')
    if (given === undefined) {
      for (const name of ['DAYBOOK_MAIL_FROM', 'DAYBOOK_SMTP_TLS', 'DAYBOOK_MAIL_DOMAINS'])
        if (this.text(name) !== undefined) this.problem(name, 'needs DAYBOOK_SMTP_URL')
      return undefined
    }
    if (from === undefined) this.problem('DAYBOOK_SMTP_URL', 'needs DAYBOOK_MAIL_FROM')
    if (mailbox === undefined || !URL.canParse(given)) return undefined
    const url = new URL(given)
    const secure = url.protocol === 'smtps:'
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
    if (host === '' || url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname))
      this.problem('DAYBOOK_SMTP_URL', 'should be smtp://user:password@host:port and nothing more')
    const login = url.username === '' ? undefined : this.#login(url)
    const local = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
    return {
      host,
      port: url.port === '' ? (secure ? SMTPS_PORT : SUBMISSION_PORT) : Number(url.port),
      secure,
      tlsRequired: tls === undefined ? !local : tls === 'required',
      ...(login === undefined ? {} : { login }),
      from: mailbox,
      ...(domains.length === 0 ? {} : { domains }),
    }
  }

  #login({ username, password }: URL): { user: string; password: string } | undefined {
    try {
      return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
    } catch {
      this.problem('DAYBOOK_SMTP_URL', 'has a % in its user or password that is not written as %25')
      return undefined
    }
  }

  webhookNetworks(): string[] {
    const text = this.text('DAYBOOK_WEBHOOK_NETWORKS')
    const networks = text === undefined ? [] : readNetworks(text)
    if (networks === undefined)
      this.problem(
        'DAYBOOK_WEBHOOK_NETWORKS',
        `should be ${LOOPBACK} or networks such as 10.1.0.0/16, separated by commas`,
      )
    return networks ?? []
  }

  secretKeys(): Uint8Array[] {
    const keys = this.#list('DAYBOOK_SECRETS_KEY').map(readSecretKey)
    const known = keys.filter(key => key !== undefined)
    if (known.length < keys.length)
      this.problem(
        'DAYBOOK_SECRETS_KEY',
        'should be 32 random bytes in Base64, such as `openssl rand -base64 32` makes; older ones behind it, separated by commas',
      )
    return known
  }

  #list(name: string): string[] {
    const items = (this.text(name) ?? '').split(',').map(item => item.trim())
    return items.filter(item => item !== '')
  }

  #take(source: Environment, where: string, refuseForeign: boolean): void {
    for (const [name, given] of Object.entries(source)) {
      if (given === undefined || given === '') continue
      const plain = name.endsWith('_FILE') ? name.slice(0, -'_FILE'.length) : name
      const setting = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined
      const filed = Object.hasOwn(SETTINGS, plain) && SETTINGS[plain]?.secret === true && plain !== name
      if (setting !== undefined) this.#put(name, given, source, where)
      else if (filed) this.#putFromFile(plain, given)
      else if (refuseForeign) this.problem(name, `is not a setting (${where})${suggestion(name)}`)
      // The environment belongs to others too; only what looks like a slip of the pen is refused there.
      else if (name.startsWith('DAYBOOK_') && suggestion(name) !== '')
        this.problem(name, `is not a setting (${where})${suggestion(name)}`)
    }
  }

  #put(name: string, value: string, source: Environment, where: string): void {
    const other = source[`${name}_FILE`]
    if (SETTINGS[name]?.secret === true && other !== undefined && other !== '')
      this.problem(name, `is set together with ${name}_FILE ${where}; set one of them`)
    this.#values.set(name, value)
  }

  #putFromFile(name: string, path: string): void {
    try {
      this.#values.set(name, readFileSync(path, 'utf8').replace(/\r?\n$/, ''))
    } catch (error) {
      this.problem(`${name}_FILE`, `the file cannot be read (${errorCode(error)})`)
    }
  }

  #readFile(path: string): Environment {
    try {
      return parseSettings(readFileSync(path, 'utf8'))
    } catch (error) {
      this.problem(
        '--config',
        error instanceof SyntaxError
          ? `${path}: ${error.message}`
          : `${path} cannot be read (${errorCode(error)})`,
      )
      return {}
    }
  }
}

function suggestion(name: string): string {
  const found = suggest(name, Object.keys(SETTINGS))
  return found === undefined ? '' : `; did you mean ${found}?`
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
