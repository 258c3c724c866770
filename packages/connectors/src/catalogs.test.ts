/** The catalogs that come with Daybook hold what the documents name, and can be told from files that are none. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { CATEGORIES } from '@daybook/event'
import { expect, test } from 'vitest'

import { readCatalog, shippedCatalogs } from './catalogs.ts'
import type { CatalogueApplication } from './sample/index.ts'

const read = async (name: string): Promise<CatalogueApplication[]> =>
  (await readCatalog(name)).applications as CatalogueApplication[]
const namesOf = (thing: { alsoCalled?: string[] }, name: string) => [name, ...(thing.alsoCalled ?? [])]

test('one for each vendor whose documents name applications, entities or actions', async () => {
  expect(await shippedCatalogs()).toEqual(['8x8', 'commbox', 'cxone', 'liveperson'])
})

test.each(['8x8', 'commbox', 'cxone', 'liveperson'])('%s: every activity has a category', async name => {
  const activities = (await read(name)).flatMap(({ entities }) => entities.flatMap(one => one.activities))
  expect(activities.length).toBeGreaterThan(10)
  expect(activities.filter(({ category }) => !CATEGORIES.includes(category))).toEqual([])
})

test.each([
  ['commbox', ['Conversation', 'Customer', 'Agent', 'Module', 'Setting', 'Campaign list', 'Login/Logout']],
  [
    'liveperson',
    [
      'Users',
      'Skills',
      'Agent groups',
      'Permissions',
      'Profiles',
      'LoBs',
      'Post Conversation Survey',
      'Campaign scheduling',
      'Campaign timeframes',
      'Working hours management',
      'Predefined Content',
      'Agent survey for messaging',
    ],
  ],
  [
    '8x8',
    [
      'user',
      'extension',
      'call forwarding',
      'phone number',
      'ring group',
      'Auto Attendant',
      'call queue',
      'Operator Connect',
      'agent group',
      'queue',
      'channel',
      'script',
      'CRM property',
      'campaign',
      'integration',
      'chat design',
    ],
  ],
])('%s: every entity of its document', async (name, entities) => {
  const described = await read(name)
  const there = new Set(described.flatMap(one => one.entities.flatMap(e => namesOf(e, e.entity))))
  expect(entities.filter(entity => !there.has(entity))).toEqual([])
})

test('another file is read by its path, with or without the name around the list; what is none is refused', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'daybook-catalogs-'))
  const file = async (text: string) => {
    const path = join(directory, 'catalog.json')
    await writeFile(path, text)
    return readCatalog(path)
  }
  expect(await file('[{"application":"A"}]')).toEqual({ applications: [{ application: 'A' }] })
  expect(await file('{"applications":[]}')).toEqual({ applications: [] })
  for (const text of ['{', 'null', '{}', '{"applications":{}}'])
    await expect(file(text)).rejects.toMatchObject({ code: 'CATALOG_UNREADABLE' })
  await expect(readCatalog(join(directory, 'absent'))).rejects.toMatchObject({ code: 'CATALOG_UNREADABLE' })
  await rm(directory, { recursive: true })
})
