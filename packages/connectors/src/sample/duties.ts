/**
 * Which role does what, and how often, while at work.
 * Pure data over the deeds; the first column weighs roles against each other, the second what each of them does.
 */

import { deed } from './catalogue.ts'
import { hex12 } from './ids.ts'
import { evaluate } from './deeds/evaluations.ts'
import {
  download,
  exportAnalytics,
  play,
  search,
  share,
  someInteraction,
  view,
  type Doing,
} from './deeds/interactions.ts'
import { changePassword } from './deeds/sign-in.ts'
import { tend } from './deeds/things.ts'
import { bulkDownload, bulkUpload } from './deeds/bulk.ts'
import { handle, monitorScreen, pauseRecording, supervise } from './deeds/floor.ts'
import { createUser, leaveOrReturn } from './deeds/joiners.ts'
import { updateUser } from './deeds/users.ts'

export interface Duty {
  /** How busy someone of this role is, compared with an agent. */
  weight: number
  deeds: readonly (readonly [Doing, number])[]
}

/** A deed without a state of its own, on an interaction. */
function once(application: string, entity: string, activity: string): Doing {
  const done = deed(application, entity, activity)
  return (world, seat) => world.event(done, seat, { type: entity, id: someInteraction(world).id })
}

const RETRIEVALS: Doing = (world, seat) => {
  const done = world.random.pick(STORAGE_JOBS)
  return world.event(
    done,
    seat,
    { type: done.entity, id: `job-${hex12(world.random)}` },
    { metadata: { interactions: 1 + world.random.below(400) } },
  )
}
const STORAGE_JOBS = [
  deed('Storage', 'FileRetrievalJob', 'CreateFileRetrievalJob'),
  deed('Storage', 'BulkExtractOrDelete', 'BulkExtract'),
  deed('Storage', 'BulkExtractOrDelete', 'BulkDelete'),
]
const DELETE_RECORDINGS = deed('Search', 'Search', 'Delete recordings')
const AUDIT_GROUPS = deed('User Management', 'Group Auditable', 'Audit group membership')

const deleteRecordings: Doing = (world, seat) =>
  world.event(
    DELETE_RECORDINGS,
    seat,
    { type: 'Search', id: `search-${hex12(world.random)}`, name: 'Right to erasure' },
    {
      comment: `Request DSAR-${1000 + world.random.below(900)}`,
      metadata: { recordings: 1 + world.random.below(4) },
    },
  )

const auditGroups: Doing = (world, seat) =>
  world.event(AUDIT_GROUPS, seat, { type: 'Group Auditable', id: 'group-audit', name: 'All groups' })

const ownPassword: Doing = (world, seat) => changePassword(seat)(world)

const AGENT: Duty = {
  weight: 1,
  deeds: [
    [handle, 45],
    [play, 28],
    [search, 6],
    [pauseRecording, 8],
    [ownPassword, 1],
  ],
}
const SUPERVISOR: Duty = {
  weight: 3,
  deeds: [
    [monitorScreen, 20],
    [supervise, 16],
    [search, 20],
    [play, 14],
    [updateUser, 7],
    [share, 5],
    [tend('Journey Orchestration'), 3],
    [tend('User Management', 'Group', 'View'), 2],
    [download, 1],
  ],
}
const EVALUATOR: Duty = {
  weight: 3,
  deeds: [
    [evaluate, 30],
    [search, 20],
    [play, 14],
    [tend('Quality Management'), 14],
    [share, 4],
  ],
}
const ANALYST: Duty = {
  weight: 5,
  deeds: [
    [view, 60],
    [search, 12],
    [exportAnalytics, 6],
    [tend('Interaction Analytics'), 9],
    [tend('Data Request Registry'), 3],
    [tend('Data Share'), 3],
    [share, 3],
  ],
}
const PLANNER: Duty = {
  weight: 3,
  deeds: [
    [tend('Workforce Management'), 40],
    [bulkDownload, 4],
    [search, 10],
    [updateUser, 8],
  ],
}
const ADMINISTRATOR: Duty = {
  weight: 4,
  deeds: [
    [updateUser, 40],
    [createUser, 6],
    [leaveOrReturn, 4],
    [tend('User Management'), 16],
    [bulkUpload, 2],
    [bulkDownload, 3],
    [tend('Tenant Management'), 4],
    [tend('Tenant Meta Data Manager'), 3],
    [tend('Recording Policies'), 6],
    [search, 5],
  ],
}
const COMPLIANCE: Duty = {
  weight: 4,
  deeds: [
    [tend('Recording Policies'), 22],
    [tend('Data Policies'), 18],
    [tend('Storage'), 22],
    [RETRIEVALS, 5],
    [deleteRecordings, 4],
    [auditGroups, 4],
    [once('Storage', 'DispositionFlag', 'SetDispositionFlag'), 4],
    [download, 4],
    [search, 8],
  ],
}

const DUTIES: Readonly<Record<string, Duty>> = {
  Agent: AGENT,
  'Senior Agent': AGENT,
  Supervisor: SUPERVISOR,
  'Quality Evaluator': EVALUATOR,
  Analyst: ANALYST,
  'WFM Planner': PLANNER,
  Administrator: ADMINISTRATOR,
  'Compliance Officer': COMPLIANCE,
}
export const WEIGHT_MAX = 5

export function dutyOf(role: unknown): Duty {
  return DUTIES[String(role)] ?? AGENT
}
