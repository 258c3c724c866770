/**
 * What people and machines do with exports; the work itself is the runner's.
 * Everything is asked for by tenant and subject, so that what belongs to others is not there, whoever asks.
 *
 * Cancelling, running again and removing are told first: a crash leaves a word too many, never a deed without one.
 *
 * What a crash leaves after each step of `create`:
 *   1. row inserted            a job without the entry that tells of it; whoever runs it tells first (runner.ts)
 *   2. entry "Request export"  a job on record; its maker finds it in the list
 *   3. answer                  everything
 */
import type { EventRecord, ExportRecord } from '@daybook/record'
import type { ExportRequest } from '@daybook/query'
import type { JsonObject } from '@daybook/event'

import { ServerError } from '../errors.ts'
import type { Masking } from '../masking.ts'
import { hiddenProblem } from './hidden.ts'
import type { ExportEntries } from './entries.ts'
import { existsFile, removeFiles } from './files.ts'
import { pathsOf } from './paths.ts'
import type { PositionReader } from './position.ts'
import { questionOf } from './question.ts'
import { rightsOf } from './rights.ts'
import type { ExportSettings } from './settings.ts'
import type { ExportAllowance, ExportFile, ExportOwner, Exports, ExportView, Manifest } from './types.ts'
import { isOver, manifestOf, requestOf, viewOf } from './view.ts'

/** Expired exports that are marked at once. */
const EXPIRED_AT_ONCE = 1000

export interface ServiceDeps {
  record: EventRecord
  masking: Masking
  clock: () => number
  newId: () => string
  entries: ExportEntries
  positions: PositionReader
  settings: ExportSettings
  /** Something waits that this process may work on. */
  wake: () => void
  /** Waits for the next change of any export, at most so long. */
  changed: (signal: AbortSignal) => Promise<void>
  /** Stops the runner. */
  close: () => Promise<void>
}

export class ExportService implements Exports {
  readonly #deps: ServiceDeps

  constructor(deps: ServiceDeps) {
    this.#deps = deps
  }

  check({ tenant }: ExportOwner, request: ExportRequest): void {
    questionOf(request, tenant.id, 0)
  }

  async create(
    { tenant, subject }: ExportOwner,
    request: ExportRequest,
    name?: string,
    id = this.#deps.newId(),
  ): Promise<ExportView> {
    const { record, entries, newId, clock, settings } = this.#deps
    const question = questionOf(request, tenant.id, 0)
    const { sight } = await rightsOf(this.#deps, tenant.id, subject)
    const problem = hiddenProblem(sight, question)
    if (problem !== undefined)
      throw new ServerError('FORBIDDEN', { detail: problem, members: { reason: 'hiddenOrder' } })
    const heads = await record.heads()
    const row = await record.exports.create(
      {
        id,
        tenant: tenant.id,
        subject,
        name: name ?? `${question.title} ${new Date(clock()).toISOString().slice(0, 10)}`,
        request: request as unknown as JsonObject,
        upTo: heads.find(head => head.tenant === tenant.id)?.next ?? 0,
        seed: newId(),
        createdAt: clock(),
      },
      settings,
    )
    await entries.requested(row, question.words)
    this.#deps.wake()
    return this.#view(row)
  }

  async find(owner: ExportOwner, id: string): Promise<ExportView> {
    const row = await this.#readable(owner, id)
    return { ...(await this.#view(row)), mine: row.subject === owner.subject }
  }

  async list({ tenant, subject }: ExportOwner, limit: number, after?: string): Promise<ExportView[]> {
    const rows = await this.#deps.record.exports.list(tenant.id, subject, limit, after)
    return Promise.all(rows.map(async row => this.#view(row)))
  }

  async allowance({ tenant }: ExportOwner): Promise<ExportAllowance> {
    const { record, settings } = this.#deps
    const bytesUsed = await record.exports.storedBytes(tenant.id)
    const { openMax, bytesMax, keepMs } = settings
    return { openMax, bytesMax, bytesUsed, days: keepMs / 86_400_000 }
  }

  async remove(owner: ExportOwner, id: string): Promise<void> {
    const { record, entries, clock, settings } = this.#deps
    const row = await this.#own(owner, id)
    if (row.state === 'queued' || row.state === 'running') {
      await entries.changed(row, 'Cancel', clock())
      if ((await record.exports.cancel(row.tenant, row.subject, id)) !== undefined) return this.#deps.wake()
      // It became ready meanwhile.
    }
    // The row goes first: a crash then leaves files that nobody can ask for, and the sweep takes them.
    await entries.changed(row, 'Remove', clock())
    await record.exports.remove(row.tenant, row.subject, id)
    await removeFiles(pathsOf(settings.directory, id, requestOf(row).format).directory)
  }

  async retry(owner: ExportOwner, id: string): Promise<ExportView> {
    const { record, entries, clock, settings } = this.#deps
    const row = await this.#own(owner, id)
    if (isOver(row, clock())) await record.exports.expire(clock(), EXPIRED_AT_ONCE)
    else if (row.state === 'ready' || row.state === 'queued' || row.state === 'running')
      throw new ServerError('EXPORT_NOT_READY', {
        detail: `It is ${row.state}; there is nothing to do again.`,
        members: { reason: 'again' },
      })
    await entries.changed(row, 'Retry', clock())
    const again = await record.exports.retry(row.tenant, row.subject, id, settings)
    if (again === undefined) throw new ServerError('NOT_FOUND')
    this.#deps.wake()
    return this.#view(again)
  }

  async manifest(owner: ExportOwner, id: string): Promise<Manifest> {
    return this.#ready(await this.#readable(owner, id))
  }

  async download(owner: ExportOwner, id: string): Promise<ExportFile> {
    const { entries, clock } = this.#deps
    const { row, manifest, file } = await this.#file(owner, id)
    await entries.downloaded(row, manifest, owner.subject, clock())
    return file
  }

  async peek(owner: ExportOwner, id: string): Promise<ExportFile> {
    return (await this.#file(owner, id)).file
  }

  async settled(owner: ExportOwner, id: string, signal: AbortSignal): Promise<ExportView | undefined> {
    for (;;) {
      signal.throwIfAborted()
      const row = await this.#deps.record.exports.find(owner.tenant.id, id)
      if (row?.subject !== owner.subject) return undefined
      if (row.state !== 'queued' && row.state !== 'running') return this.#view(row)
      await this.#deps.changed(signal)
    }
  }

  async close(): Promise<void> {
    await this.#deps.close()
  }

  async #file(
    owner: ExportOwner,
    id: string,
  ): Promise<{ row: ExportRecord; manifest: Manifest; file: ExportFile }> {
    const row = await this.#readable(owner, id)
    const manifest = this.#ready(row)
    await this.#checkSight(owner, row)
    const { format, name, mediaType, bytes, sha256 } = manifest.file
    const { file: path } = pathsOf(this.#deps.settings.directory, id, format)
    if (!(await existsFile(path, bytes)))
      throw new ServerError('EXPORT_GONE', {
        detail: 'Its file is not on this server. Run it again.',
        members: { reason: 'elsewhere' },
      })
    return { row, manifest, file: { path, name, mediaType, bytes, sha256 } }
  }

  /**
   * Its maker's; or one that a schedule has sent, for whoever may read the tenant and sees as much as is in it: they could
   * ask for the same themselves. Throws NOT_FOUND, and FORBIDDEN for who was sent it and sees less.
   */
  async #readable(owner: ExportOwner, id: string): Promise<ExportRecord> {
    const { record } = this.#deps
    const row = await record.exports.find(owner.tenant.id, id)
    if (row === undefined) throw new ServerError('NOT_FOUND')
    if (row.subject === owner.subject) return row
    if (!(await record.schedules.delivered(row.tenant, id))) throw new ServerError('NOT_FOUND')
    await this.#checkSight(owner, row)
    return row
  }

  async #checkSight({ subject }: ExportOwner, row: ExportRecord): Promise<void> {
    const rights = await rightsOf(this.#deps, row.tenant, subject)
    if (!rights.read) throw new ServerError('FORBIDDEN', { detail: 'The right to read is gone.' })
    if (rights.hiddenDigest === '' || rights.hiddenDigest === manifestOf(row)?.hidden) return
    const detail =
      row.subject === subject
        ? 'It shows values that are hidden from you now. Run it again.'
        : 'It shows values that are hidden from you.'
    throw new ServerError('FORBIDDEN', { detail, members: { reason: 'hiddenValues' } })
  }

  /** Throws NOT_FOUND for what is not there and for what belongs to others alike. */
  async #own({ tenant, subject }: ExportOwner, id: string): Promise<ExportRecord> {
    const row = await this.#deps.record.exports.find(tenant.id, id)
    if (row?.subject === subject) return row
    throw new ServerError('NOT_FOUND')
  }

  #ready(row: ExportRecord): Manifest {
    const manifest = manifestOf(row)
    if (row.state === 'expired' || isOver(row, this.#deps.clock()))
      throw new ServerError('EXPORT_GONE', {
        detail: 'It has expired. Run it again.',
        members: { reason: 'expired' },
      })
    if (row.state === 'ready' && manifest !== undefined) return manifest
    throw new ServerError('EXPORT_NOT_READY', { detail: `It is ${row.state}.` })
  }

  async #view(row: ExportRecord): Promise<ExportView> {
    return viewOf(row, await this.#deps.positions.before(row.tenant, row.upTo), this.#deps.clock())
  }
}
