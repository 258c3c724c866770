/** The statements of schedules and their runs in the table of faults. */
import { expect } from 'vitest'

import { RUN_SQL } from '../schedule-runs.ts'
import type { NewRun, RunStep, ScheduleRecord, ScheduleRun, TakenRun } from '../schedule-types.ts'
import { SCHEDULE_SQL } from '../schedules.ts'
import { uuid } from './events.ts'
import type { Story, World } from './story.ts'

const PLAN = { every: 'day' }
const DUE = 1_000
const ONE = { sealed: 'one', key: 'k' }
const TWO = { sealed: 'two', key: 'k' }
const COVERS = { from: 0, to: 900 }
const addSchedule = async (world: World) => {
  const { record, tenant } = world
  world.schedule = await record.schedules.create(
    tenant,
    'me',
    { name: 'Daily', plan: PLAN },
    { dueAt: DUE, seal: () => ONE },
  )
}
const scheduled = ({ schedule }: World): ScheduleRecord => {
  if (schedule === undefined) throw new Error('no schedule')
  return schedule
}
const runOf = (world: World): NewRun => ({
  id: uuid(),
  schedule: scheduled(world).id,
  export: uuid(),
  dueAt: DUE,
  covers: COVERS,
  missed: 2,
})
/** A run that nothing but its own story touches: other stories leave theirs finished or far away in time. */
const addRun = async (world: World) => {
  await addSchedule(world)
  await world.record.schedules.ask(world.tenant, { ...runOf(world), dueAt: -1 })
}
const takeRun = async (world: World) => {
  await addRun(world)
  const taken = await world.record.schedules.take(uuid(), 0, 60_000)
  if (taken !== undefined) world.taken = taken
}
const taken = (world: World): TakenRun => {
  if (world.taken?.schedule.id !== scheduled(world).id) throw new Error('not our run')
  return world.taken
}
const STEP: RunStep = {
  state: 'sending',
  attempts: 1,
  readyAt: 0,
  detail: 'busy',
  progress: { sentTo: ['a'] },
}
const runsOf = (world: World): Promise<ScheduleRun[]> =>
  world.record.schedules.runs(world.tenant, scheduled(world).id, 10)
/** So that no story finds the run of another. */
const endRun = async (world: World) => {
  await taken(world).finish({ state: 'dropped', at: 5, progress: {} })
  await taken(world).entered()
}

export const SCHEDULE_STORIES: readonly Story[] = [
  {
    statement: SCHEDULE_SQL.insert.name,
    act: ({ record, tenant }) =>
      record.schedules.create(tenant, 'me', { name: 'Daily', plan: PLAN }, { dueAt: DUE, seal: () => ONE }),
    async holds({ record, tenant }, answer) {
      expect(await record.schedules.list(tenant)).toContainEqual(answer)
      expect(await record.schedules.secrets((answer as ScheduleRecord).id, 0)).toEqual([ONE])
    },
  },
  {
    statement: SCHEDULE_SQL.byId.name,
    before: addSchedule,
    act: world => world.record.schedules.find(world.tenant, scheduled(world).id),
    holds: (world, answer) => expect(answer).toEqual(scheduled(world)),
  },
  {
    statement: SCHEDULE_SQL.list.name,
    before: addSchedule,
    act: ({ record, tenant }) => record.schedules.list(tenant),
    holds: (world, answer) => expect(answer).toEqual([scheduled(world)]),
  },
  {
    statement: SCHEDULE_SQL.update.name,
    before: addSchedule,
    act: world =>
      world.record.schedules.update(world.tenant, scheduled(world).id, { name: 'Weekly', plan: {} }, 7_000),
    async holds({ record, tenant }, answer) {
      expect(answer).toMatchObject({ name: 'Weekly', plan: {}, dueAt: 7_000 })
      expect(await record.schedules.list(tenant)).toEqual([answer])
    },
  },
  {
    statement: SCHEDULE_SQL.setState.name,
    before: addSchedule,
    act: world => world.record.schedules.stop(world.tenant, scheduled(world).id, 'RIGHT_LOST'),
    holds: (_, answer) => {
      expect(answer).toMatchObject({ state: 'stopped', reason: 'RIGHT_LOST' })
      expect(answer).not.toHaveProperty('dueAt')
    },
  },
  {
    statement: SCHEDULE_SQL.remove.name,
    before: addSchedule,
    act: world => world.record.schedules.remove(world.tenant, scheduled(world).id),
    holds: async ({ record, tenant }) => expect(await record.schedules.list(tenant)).toEqual([]),
  },
  {
    statement: SCHEDULE_SQL.addSecret.name,
    before: addSchedule,
    act: world => world.record.schedules.addSecret(scheduled(world).id, TWO, 100),
    async holds(world) {
      const { id } = scheduled(world)
      // The same call again adds the same once more; the newest is what signs.
      expect((await world.record.schedules.secrets(id, 200)).at(0)).toEqual(TWO)
      expect(await world.record.schedules.secrets(id, 50)).toContainEqual(ONE)
      expect(await world.record.schedules.secrets(id, 200)).not.toContainEqual(ONE)
    },
  },
  {
    statement: SCHEDULE_SQL.secrets.name,
    before: addSchedule,
    act: world => world.record.schedules.secrets(scheduled(world).id, 0),
    holds: (_, answer) => expect(answer).toEqual([ONE]),
  },
  {
    statement: SCHEDULE_SQL.otherSecrets.name,
    before: addSchedule,
    act: world => world.record.schedules.otherSecrets('another key', 10_000),
    holds: (world, answer) =>
      expect(answer).toContainEqual({
        ...ONE,
        id: expect.any(String) as string,
        schedule: scheduled(world).id,
      }),
  },
  {
    statement: SCHEDULE_SQL.reseal.name,
    before: addSchedule,
    async act(world) {
      const others = await world.record.schedules.otherSecrets('another key', 10_000)
      const seen = others.find(({ schedule }) => schedule === scheduled(world).id)
      // After a lost answer it is sealed anew already, and is found no longer as it was seen.
      if (seen !== undefined && seen.sealed !== TWO.sealed) await world.record.schedules.reseal(seen, TWO)
    },
    holds: async world => expect(await world.record.schedules.secrets(scheduled(world).id, 0)).toEqual([TWO]),
  },
  {
    statement: SCHEDULE_SQL.delivered.name,
    before: takeRun,
    act: world => world.record.schedules.delivered(world.tenant, taken(world).run.export),
    async holds(world, answer) {
      expect(answer).toBe(false)
      await endRun(world)
    },
  },
  {
    statement: SCHEDULE_SQL.due.name,
    before: addSchedule,
    act: ({ record }) => record.schedules.due(DUE, 1_000),
    holds: (world, answer) => expect(answer).toContainEqual(scheduled(world)),
  },
  {
    statement: SCHEDULE_SQL.claim.name,
    before: addSchedule,
    act: world => world.record.schedules.claim(runOf(world), scheduled(world), 2_000),
    async holds(world) {
      expect(await runsOf(world)).toMatchObject([
        { cause: 'due', dueAt: DUE, covers: COVERS, missed: 2, state: 'waiting' },
      ])
      expect((await world.record.schedules.find(world.tenant, scheduled(world).id))?.dueAt).toBe(2_000)
      await world.record.schedules.remove(world.tenant, scheduled(world).id)
    },
  },
  {
    statement: SCHEDULE_SQL.ask.name,
    before: addSchedule,
    act: world => world.record.schedules.ask(world.tenant, { ...runOf(world), dueAt: 9e12 }),
    holds: async (world, answer) => expect(await runsOf(world)).toContainEqual(answer),
  },
  {
    statement: SCHEDULE_SQL.runById.name,
    before: addSchedule,
    act: world => world.record.schedules.ask(world.tenant, { ...runOf(world), dueAt: 9e12 }),
    holds: async (world, answer) => expect(await runsOf(world)).toContainEqual(answer),
  },
  {
    statement: SCHEDULE_SQL.runs.name,
    before: addSchedule,
    act: runsOf,
    holds: (_, answer) => expect(answer).toEqual([]),
  },
  {
    statement: SCHEDULE_SQL.take.name,
    before: async world => {
      await addRun(world)
      world.name = uuid()
    },
    // The same token again is the same taking.
    act: async world => {
      const mine = await world.record.schedules.take(world.name, 0, 60_000)
      if (mine !== undefined) world.taken = mine
    },
    async holds(world) {
      expect(taken(world).schedule).toEqual({ ...scheduled(world), removed: false })
      expect(await world.record.schedules.take(uuid(), 0, 60_000)).toBeUndefined()
      await endRun(world)
    },
  },
  {
    statement: SCHEDULE_SQL.prune.name,
    before: takeRun,
    act: ({ record }) => record.schedules.prune(100),
    async holds(world) {
      expect(await runsOf(world)).toHaveLength(1)
      await endRun(world)
    },
  },
  {
    statement: SCHEDULE_SQL.backlog.name,
    before: takeRun,
    act: ({ record }) => record.schedules.backlog(),
    async holds(world, answer) {
      expect(answer).toMatchObject({ oldestReadyAt: -1 })
      await endRun(world)
    },
  },
  {
    statement: RUN_SQL.step.name,
    before: takeRun,
    act: world => taken(world).step(STEP),
    async holds(world) {
      expect(await runsOf(world)).toMatchObject([STEP])
      await endRun(world)
    },
  },
  {
    statement: RUN_SQL.pause.name,
    before: takeRun,
    act: world => taken(world).pause(STEP),
    async holds(world) {
      const again = await world.record.schedules.take(uuid(), 0, 60_000)
      expect(again?.run).toMatchObject({ id: taken(world).run.id, ...STEP })
      if (again !== undefined) world.taken = again
      await endRun(world)
    },
  },
  {
    statement: RUN_SQL.finish.name,
    before: takeRun,
    act: world => taken(world).finish({ state: 'failed', at: 5, failure: 'MAIL_REFUSED', progress: {} }),
    async holds(world) {
      expect(await runsOf(world)).toMatchObject([{ state: 'failed', finishedAt: 5, failure: 'MAIL_REFUSED' }])
      expect((await world.record.schedules.find(world.tenant, scheduled(world).id))?.failures).toBe(1)
      await taken(world).entered()
    },
  },
  {
    statement: RUN_SQL.entered.name,
    before: async world => {
      await takeRun(world)
      await taken(world).finish({ state: 'delivered', at: 5, progress: {} })
    },
    act: world => taken(world).entered(),
    holds: async ({ record }) => expect(await record.schedules.take(uuid(), 0, 60_000)).toBeUndefined(),
  },
]
