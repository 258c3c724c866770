/**
 * A process that follows, and dies at a given point: for the crash tests.
 * It says what it found in one line of JSON on its standard output, unless it was killed before.
 */

import { join } from 'node:path'

import type { EngineChoice, StoredEntry } from '@daybook/record'
import type { ReportIndex } from '@daybook/report'
import { v7 } from 'uuid'

import { fsck, type FsckReport } from '../../check/fsck.ts'
import { rebuild } from '../../check/rebuild.ts'
import type { Follower } from '../follower.ts'
import { followAll } from '../followers.ts'
import { indexFollower } from '../index-follower.ts'
import { SILENT_OBSERVER } from '../observer.ts'
import { buildEvents } from './events.ts'
import { Faults, type Fault } from './faults.ts'
import { buildIndex, buildRecord, QUIET, TEST_OPTIONS } from './world.ts'

export interface ChildPlan {
  engine: EngineChoice
  directory: string
  /** entries recorded for each of two tenants before anything is followed */
  append?: number
  /** the process ends with SIGKILL where the fault strikes, or after `killAfterMs` from its first load */
  fault?: Fault
  killAfterMs?: number
  /** rebuild instead of only following */
  rebuild?: boolean
  stepEntriesMax?: number
}

export interface ChildReport {
  fsck: FsckReport
  rows: number
}

const CATCH_UP_MS = 30_000

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal is on its way; nothing after the call that asked for it may happen.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
}

async function main(plan: ChildPlan): Promise<void> {
  const faults = new Faults(plan.fault === undefined ? [] : [plan.fault], die)
  const plainRecord = await buildRecord(plan.engine)
  const record = faults.record(plainRecord)
  for (const name of plan.append === undefined ? [] : ['one', 'two']) {
    const tenant = await record.tenants.ensure(name)
    await record.append(tenant.id, buildEvents(plan.append ?? 0))
  }
  const index = await buildIndex(join(plan.directory, 'index'))
  const faulty = faults.follower(indexFollower(index))
  const follower: Follower = {
    ...faulty,
    load: async (entries, token) => {
      if (plan.killAfterMs !== undefined) setTimeout(die, plan.killAfterMs)
      await faulty.load(entries, token)
    },
  }
  const options = { ...TEST_OPTIONS, ...(plan.stepEntriesMax && { stepEntriesMax: plan.stepEntriesMax }) }
  const owner = 'child'
  if (plan.rebuild === true) {
    await rebuild({
      record,
      index: withFollower(index, follower),
      log: QUIET,
      clock: Date.now,
      owner,
      options,
    })
  } else {
    const deps = { record, clock: Date.now, newId: v7, log: QUIET, observer: SILENT_OBSERVER, owner, options }
    const followers = await followAll(deps, [follower])
    for (const { tenant, next } of await record.heads()) {
      const done = await followers.waitFor('index', tenant, next - 1, CATCH_UP_MS)
      if (!done) throw new Error(`tenant ${tenant} was not followed`)
    }
    await followers.close()
  }
  const report: ChildReport = { fsck: await fsck({ record, index }), rows: (await index.size()).rows }
  await index.close()
  await plainRecord.close()
  console.log(JSON.stringify(report))
}

/** The index, but loaded and emptied as the follower does. */
function withFollower(index: ReportIndex, follower: Follower): ReportIndex {
  const load: ReportIndex['load'] = (entries, token) => follower.load(entries as StoredEntry[], token)
  const drop: ReportIndex['drop'] = () => follower.clear()
  return new Proxy(index, {
    get: (target, property) => {
      if (property === 'load') return load
      if (property === 'drop') return drop
      const value: unknown = Reflect.get(target, property, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

await main(JSON.parse(process.argv[2] ?? '{}') as ChildPlan)
