/**
 * What a kind of configured thing is: its attributes, its names and what can happen to it.
 * Shapes and shared words only; every activity that a kind names is a line of the catalogue.
 */

import type { Values } from '../values.ts'

/** An activity that moves `status` from one of these values to another. */
export interface Step {
  activity: string
  from: readonly string[]
  to: string
}

export interface Kind {
  application: string
  entity: string
  /** Of the ids. */
  prefix: string
  names: readonly string[]
  attributes: Readonly<Record<string, Values>>
  create?: string
  edit?: readonly string[]
  rename?: string
  remove?: string
  steps?: readonly Step[]
  /** Of a newly created one, with `steps`. */
  status?: string
  /** How many there are at the start and at most; 1 and 1 for a setting that is always there. */
  least: number
  most: number
}

export const CHANNELS = ['voice', 'chat', 'email', 'sms', 'whatsapp', 'screen']

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

export const TEAMS = [
  'Billing London',
  'Claims Kraków',
  'Retention Boston',
  'Orders São Paulo',
  'Night Desk Manila',
  'Billing Cairo',
  'Claims Sydney',
]

export const EMAILS = [
  'ops@classics.example',
  'security@classics.example',
  'quality@classics.example',
  'wfm@classics.example',
]

export const CRUD = { create: 'Create', edit: ['Update'], remove: 'Delete' } as const

export const ONE = { least: 1, most: 1 } as const
