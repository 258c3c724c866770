/** The statements of exports in the table of faults. */
import { expect } from 'vitest'

import { EXPORT_SQL } from '../exports.ts'
import type { ClaimedExport, ExportInput } from '../export-types.ts'
import { uuid } from './events.ts'
import type { Story, World } from './story.ts'

const LIMITS = { openMax: 3, bytesMax: 1000 }
const LEASE_MS = 60_000
const NOW = Date.UTC(2026, 4, 4)
const SUBJECT = 'key:me'
const AT = { rowsDone: 5, rowsTotal: 10, bytes: 50, work: { parts: 1 } }
const RESULT = { rows: 10, bytes: 99, manifest: { rows: 10 }, finishedAt: NOW, expiresAt: NOW + 1 }

export function exportInput(tenant: number, more: Partial<ExportInput> = {}): ExportInput {
  const fixed = { subject: SUBJECT, name: 'All', request: { report: 'activity' }, upTo: 7, createdAt: NOW }
  return { id: uuid(), seed: uuid(), tenant, ...fixed, ...more }
}

const make = async ({ record, tenant }: World) => record.exports.create(exportInput(tenant), LIMITS)

/** Only this tenant's job: other stories on the same engine leave theirs finished or claimed by their own owners. */
const claim = async (world: World) => {
  const made = await make(world)
  const job = await claimOwn(world)
  expect(job?.id).toBe(made.id)
  if (job !== undefined) world.job = job
}
const claimOwn = async ({ record, name }: World): Promise<ClaimedExport | undefined> =>
  record.exports.claim(name, LEASE_MS, [], 1)

const held = ({ job }: World): ClaimedExport => {
  if (job === undefined) throw new Error('no job')
  return job
}
const stateNow = async (world: World) => world.record.exports.find(world.tenant, held(world).id)
const finish = async (world: World) => {
  const { id, epoch } = held(world)
  return world.record.exports.finish(id, epoch, RESULT)
}
const end = async ({ record }: World, job: ClaimedExport | undefined) => {
  if (job !== undefined) await record.exports.fail(job.id, job.epoch, {}, NOW)
}

export const EXPORT_STORIES: readonly Story[] = [
  {
    statement: EXPORT_SQL.create.name,
    act: make,
    async holds({ record, tenant }, answer) {
      expect(answer).toMatchObject({
        state: 'queued',
        upTo: 7,
        createdAt: NOW,
        request: { report: 'activity' },
      })
      // One whose making was not answered may be there too, as with views.
      const all = await record.exports.list(tenant, SUBJECT, 10)
      expect(all).toContainEqual(answer)
      for (const { id } of all) await record.exports.cancel(tenant, SUBJECT, id)
    },
  },
  {
    statement: EXPORT_SQL.byId.name,
    before: claim,
    act: stateNow,
    async holds(world, answer) {
      expect(answer).toMatchObject({ state: 'running', claims: 1 })
      await end(world, world.job)
    },
  },
  {
    statement: EXPORT_SQL.list.name,
    before: claim,
    act: ({ record, tenant }) => record.exports.list(tenant, SUBJECT, 10),
    async holds(world, answer) {
      expect(answer).toMatchObject([{ id: held(world).id }])
      await end(world, world.job)
    },
  },
  {
    statement: EXPORT_SQL.cancel.name,
    before: claim,
    act: async world => world.record.exports.cancel(world.tenant, SUBJECT, held(world).id),
    async holds(world, answer) {
      expect(answer).toMatchObject({ state: 'cancelled', bytes: 0 })
      expect(await world.record.exports.renew(held(world).id, held(world).epoch, LEASE_MS)).toBe(false)
    },
  },
  {
    statement: EXPORT_SQL.retry.name,
    before: async world => {
      await claim(world)
      await end(world, world.job)
    },
    act: async world => world.record.exports.retry(world.tenant, SUBJECT, held(world).id, LIMITS),
    async holds(world, answer) {
      expect(answer).toMatchObject({ state: 'queued', claims: 0, upTo: 7 })
      await world.record.exports.cancel(world.tenant, SUBJECT, held(world).id)
    },
  },
  {
    statement: EXPORT_SQL.remove.name,
    before: async world => {
      await claim(world)
      await end(world, world.job)
    },
    act: async world => world.record.exports.remove(world.tenant, SUBJECT, held(world).id),
    holds: async world => expect(await stateNow(world)).toBeUndefined(),
  },
  {
    statement: EXPORT_SQL.storedBytes.name,
    before: async world => {
      await claim(world)
      await finish(world)
    },
    act: ({ record, tenant }) => record.exports.storedBytes(tenant),
    holds: (_, answer) => expect(answer).toBe(RESULT.bytes),
  },
  {
    statement: EXPORT_SQL.claim.name,
    before: async world => void (await make(world)),
    act: claimOwn,
    async holds(world, answer) {
      expect(answer).toMatchObject({ state: 'running', tenant: world.tenant })
      await end(world, answer as ClaimedExport)
    },
  },
  {
    statement: EXPORT_SQL.renew.name,
    before: claim,
    act: async world => world.record.exports.renew(held(world).id, held(world).epoch, LEASE_MS),
    async holds(world, answer) {
      expect(answer).toBe(true)
      expect(await world.record.exports.renew(held(world).id, held(world).epoch - 1, LEASE_MS)).toBe(false)
      await end(world, world.job)
    },
  },
  {
    statement: EXPORT_SQL.step.name,
    before: claim,
    act: async world => world.record.exports.step(held(world).id, held(world).epoch, AT),
    async holds(world, answer) {
      expect(answer).toBe(true)
      expect(await stateNow(world)).toMatchObject(AT)
      await end(world, world.job)
    },
  },
  {
    statement: EXPORT_SQL.release.name,
    before: claim,
    act: async world => world.record.exports.release(held(world).id, held(world).epoch, 0, false),
    async holds(world) {
      // Also after a lost answer it counts down once.
      expect(await stateNow(world)).toMatchObject({ state: 'queued', claims: 0 })
      await world.record.exports.cancel(world.tenant, SUBJECT, held(world).id)
    },
  },
  {
    statement: EXPORT_SQL.finish.name,
    before: claim,
    act: finish,
    async holds(world, answer) {
      expect(answer).toBe(true)
      const { rows, bytes, manifest, finishedAt, expiresAt } = RESULT
      const told = { state: 'ready', rowsDone: rows, rowsTotal: rows, bytes, manifest, finishedAt, expiresAt }
      expect(await stateNow(world)).toMatchObject(told)
    },
  },
  {
    statement: EXPORT_SQL.fail.name,
    before: claim,
    act: async world =>
      world.record.exports.fail(held(world).id, held(world).epoch, { code: 'EXPORT_FAULT' }, NOW),
    async holds(world, answer) {
      expect(answer).toBe(true)
      expect(await stateNow(world)).toMatchObject({ state: 'failed', failure: { code: 'EXPORT_FAULT' } })
    },
  },
  {
    statement: EXPORT_SQL.expire.name,
    before: async world => {
      await claim(world)
      await finish(world)
    },
    act: ({ record }) => record.exports.expire(RESULT.expiresAt, 100),
    // Its answer may be lost with ids in it: their files go with the next sweep.
    holds: async world => expect(await stateNow(world)).toMatchObject({ state: 'expired', bytes: 0 }),
  },
  {
    statement: EXPORT_SQL.withFiles.name,
    before: claim,
    act: async world => world.record.exports.withFiles([uuid(), held(world).id, 'no id']),
    async holds(world, answer) {
      expect(answer).toEqual([held(world).id])
      await end(world, world.job)
    },
  },
]
