/** The catalogue is data that a later release ships as it is: consistent, complete, and honest about what was assumed. */

import { CATEGORIES } from '@daybook/event'
import { expect, test } from 'vitest'

import { catalogue, deed } from './catalogue.ts'
import { KINDS } from './kinds.ts'

/** Document 001's list, in its own words. */
const DOCUMENT_001 = [
  'Analytics (Interaction Analytics)',
  'CXone Mpower Screen Monitor (ScreenAgent)',
  'Data Policies',
  'Data Request Registry',
  'Extract Data APIs',
  'Recording',
  'Recording Policies',
  'QM (Quality Management)',
  'Search',
  'STORAGE',
  'Supervisor',
  'Tenant Management',
  'Tenant Meta Data Manager',
  'UserHub (Admin)',
  'Webapp Player',
  'WFM',
]
/** Document 000's first column. */
const DOCUMENT_000 = [
  'CXone Player',
  'CXone Screen Monitor',
  'User Management',
  'Recording Policies',
  'Data Extraction APIs',
  'Recording Business Data',
  'Search',
  'Storage',
  'Quality Management (QM)',
  'Workforce Management (WFM)',
]

test('every application of both documents is there under one of its names', () => {
  const names = new Set(catalogue.flatMap(({ application, alsoCalled = [] }) => [application, ...alsoCalled]))
  expect([...DOCUMENT_000, ...DOCUMENT_001].filter(name => !names.has(name))).toEqual([])
})

test('no application, no entity and no activity is listed twice, and every category is one', () => {
  const lines = catalogue.flatMap(({ application, entities }) =>
    entities.flatMap(({ entity, activities }) =>
      activities.map(({ activity }) => `${application}/${entity}/${activity}`),
    ),
  )
  expect(new Set(lines).size).toBe(lines.length)
  const categories = catalogue.flatMap(({ entities }) =>
    entities.flatMap(({ activities }) => activities.map(({ category }) => category)),
  )
  expect(categories.filter(category => !CATEGORIES.includes(category))).toEqual([])
  for (const { entities } of catalogue)
    for (const { activities } of entities) expect(activities.length).toBeGreaterThan(0)
})

test('the activities that the documents do give are not marked as assumed', () => {
  const find = (application: string, entity: string, activity: string) =>
    catalogue
      .find(one => one.application === application)
      ?.entities.find(one => one.entity === entity)
      ?.activities.find(one => one.activity === activity)
  expect(find('Interaction Analytics', 'Chat', 'Interaction Viewed')).toEqual({
    activity: 'Interaction Viewed',
    category: 'read',
  })
  expect(find('User Management', 'User', 'Change password')).toEqual({
    activity: 'Change password',
    category: 'update',
  })
  expect(find('Tenant Meta Data Manager', 'AccountSettings', 'updateTenantProperty')?.assumed).toBeUndefined()
  expect(find('User Management', 'User', 'Delete user')?.assumed).toBe(true)
})

test('whatever the simulator may do to a configured thing is in the catalogue', () => {
  for (const { application, entity, create, edit = [], rename, remove, steps = [] } of KINDS) {
    for (const activity of [create, ...edit, rename, remove, ...steps.map(step => step.activity)]) {
      if (activity !== undefined) expect(deed(application, entity, activity).activity).toBe(activity)
    }
  }
  expect(() => deed('User Management', 'User', 'Teleport')).toThrow('not in the catalogue')
})
