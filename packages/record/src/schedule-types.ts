/**
 * What the record promises about reports that are sent at times.
 * A schedule says when; a run is one such time, and it ends on record whatever happens to those who work on it.
 */
import type { JsonObject } from '@daybook/event'

/** `stopped`: by Daybook itself, for the reason that is told. */
export type ScheduleState = 'active' | 'paused' | 'stopped'

export interface ScheduleInput {
  name: string
  /** what is sent, when, how and to whom; the record does not read it */
  plan: JsonObject
}

export interface ScheduleRecord extends ScheduleInput {
  id: string
  tenant: number
  owner: string
  state: ScheduleState
  reason?: string
  /** milliseconds since 1970; of active ones */
  dueAt?: number
  /** runs that failed in a row */
  failures: number
  createdAt: number
  updatedAt: number
}

/**
 * `waiting` to be worked on → `exporting` → `sending` → `delivered`.
 * `failed`: for good. `dropped`: the schedule was stopped or removed before it was sent.
 */
export type RunState = 'waiting' | 'exporting' | 'sending' | 'delivered' | 'failed' | 'dropped'
export type RunEnd = Extract<RunState, 'delivered' | 'failed' | 'dropped'>

/** A time that has come, or that somebody asked for. */
export interface NewRun {
  id: string
  schedule: string
  /** the id that its export will have: drawn here, so that it is made once however often it is asked for */
  export: string
  dueAt: number
  /** milliseconds since 1970, `to` exclusive; none: the range of the view */
  covers?: { from: number; to: number }
  missed: number
}

export interface ScheduleRun extends NewRun {
  tenant: number
  cause: 'due' | 'asked'
  state: RunState
  /** deliveries that were begun */
  attempts: number
  /** it is not worked on before this time */
  readyAt: number
  failure?: string
  detail?: string
  progress: JsonObject
  finishedAt?: number
  createdAt: number
}

/** What a step leaves behind, absolute: the same step again leaves the same. */
export interface RunStep {
  state: RunState
  attempts: number
  readyAt: number
  failure?: string
  detail?: string
  progress: JsonObject
}

/** A run and the right to work on it. Every call is fenced: whoever lost the right hears LEASE_LOST. */
export interface TakenRun {
  readonly run: ScheduleRun
  readonly schedule: ScheduleRecord & { removed: boolean }
  /** Remembers a step, and keeps the right for as long again. Throws LEASE_LOST. */
  step(step: RunStep): Promise<void>
  /** Gives the right back; the run is worked on again from `readyAt` on. Throws LEASE_LOST. */
  pause(step: RunStep): Promise<void>
  /**
   * Ends the run at this time; the schedule counts failures in a row from it. The first end stays. Throws LEASE_LOST.
   * It stays taken and open until `entered`.
   */
  finish(end: {
    state: RunEnd
    at: number
    failure?: string
    detail?: string
    progress: JsonObject
  }): Promise<void>
  /** Its end is an entry of its tenant: there is nothing left to do. */
  entered(): Promise<void>
}

/** What a webhook is signed with, sealed by whoever uses it: the record cannot read it. */
export interface SealedSecret {
  sealed: string
  /** names the key; none: it is in clear, as it was kept before secrets were sealed */
  key?: string
}

export interface KeptSecret extends SealedSecret {
  id: string
  schedule: string
}

export interface ScheduleStore {
  /** `dueAt`: active from then on; none: paused. `seal`: makes its webhook's secret. Throws LIMIT_REACHED. */
  create(
    tenant: number,
    owner: string,
    schedule: ScheduleInput,
    more: { dueAt?: number; seal?: (schedule: string) => SealedSecret },
  ): Promise<ScheduleRecord>
  find(tenant: number, id: string): Promise<ScheduleRecord | undefined>
  /** By name. */
  list(tenant: number): Promise<ScheduleRecord[]>
  /** An active one is due at `dueAt` from now on. Undefined: this tenant has no such schedule. */
  update(
    tenant: number,
    id: string,
    schedule: ScheduleInput,
    dueAt: number,
  ): Promise<ScheduleRecord | undefined>
  /** Undefined: this tenant has no such schedule. */
  resume(tenant: number, id: string, dueAt: number): Promise<ScheduleRecord | undefined>
  pause(tenant: number, id: string): Promise<ScheduleRecord | undefined>
  stop(tenant: number, id: string, reason: string): Promise<ScheduleRecord | undefined>
  /** Whether or not it was there. What is being sent at this moment is still put on record. */
  remove(tenant: number, id: string): Promise<void>

  /** A new secret; those before it are good until `oldEndsAt`. */
  addSecret(id: string, secret: SealedSecret, oldEndsAt: number): Promise<void>
  /** Those that are good at this time, the newest first. */
  secrets(id: string, now: number): Promise<SealedSecret[]>
  /** Of all tenants, those that are not sealed with this key, by id from behind `after` on. */
  otherSecrets(key: string, limit: number, after?: string): Promise<KeptSecret[]>
  /** Another seal for the same secret. Nothing happens when it is not as it was seen. */
  reseal(seen: KeptSecret, secret: SealedSecret): Promise<void>

  /** Active ones whose time has come, the longest waiting first. */
  due(now: number, limit: number): Promise<ScheduleRecord[]>
  /**
   * Makes the run of a time that has come and moves the schedule on to `nextAt`, in one transaction.
   * False: somebody else did, or the schedule was changed.
   */
  claim(run: NewRun, seen: ScheduleRecord, nextAt: number): Promise<boolean>
  /** Makes a run that somebody asked for. Throws LIMIT_REACHED when as many as may be are unfinished. */
  ask(tenant: number, run: NewRun): Promise<ScheduleRun>
  /** One run that is ready, for this long. `token` is fresh for each call; the same again gives the same run. */
  take(token: string, now: number, ttlMs: number): Promise<TakenRun | undefined>
  run(tenant: number, id: string): Promise<ScheduleRun | undefined>
  /** Of one schedule, the newest first. */
  runs(tenant: number, schedule: string, limit: number): Promise<ScheduleRun[]>
  /** Whether a schedule that is still there has sent this export to somebody, or is about to. */
  delivered(tenant: number, exportId: string): Promise<boolean>
  /** Forgets runs beyond the newest of each schedule, removed schedules whose runs are all on record, and secrets that have ended by now. */
  prune(now: number): Promise<void>
  /** Runs that are not on record yet, and since when the oldest is ready. */
  backlog(): Promise<{ open: number; oldestReadyAt?: number }>
}
