import { afterEach, expect, test } from 'vitest'

import { NO_FILTER } from '@daybook/query'

import { run, startNode } from '../../../test/processes.ts'
import { ReportError } from './index.ts'
import { openChdb } from './chdb-driver.ts'
import { A_DAY, entriesFrom, eventAt } from './testing/events.ts'
import { worldOn, type World } from './testing/worlds.ts'

let world: World
afterEach(async () => world.close())

test('a block that was loaded before the directory was closed is not loaded again afterwards', async () => {
  world = await worldOn('chdb')
  const entries = Array.from({ length: 48 }, (_, i) => ({
    tenant: 1,
    index: i,
    recordedAt: A_DAY,
    event: eventAt(Date.UTC(2020 + Math.floor(i / 12), i % 12, 15)),
  }))
  const before = await world.open()
  await before.load(entries, 'block')
  await before.close()

  const after = await world.open()
  await after.load(entries, 'block')

  expect(await after.counts()).toEqual([{ tenant: 1, count: 48, distinct: 48, min: 0, max: 47 }])
})

test('a block of which only a part arrived is completed by loading it again with its token', async () => {
  world = await worldOn('chdb')
  const index = await world.open()
  // The first insert of a large block is what a crash in the middle leaves behind.
  const comment = 'x'.repeat(30_000)
  const entries = entriesFrom(0, 700, { comment })
  await index.load(entries.slice(0, 500), 'block')
  const [arrived] = await index.present([{ tenant: 1, from: 0, to: 700 }])
  expect(arrived?.count).toBe(500)

  await index.load(entries, 'other')
  const [doubled] = await index.present([{ tenant: 1, from: 0, to: 700 }])
  expect(doubled).toMatchObject({ count: 1200, distinct: 700 })

  await index.remove([{ tenant: 1, from: 0, to: 700 }])
  await index.load(entries, 'after-removal')
  expect(await index.present([{ tenant: 1, from: 0, to: 700 }])).toMatchObject([
    { count: 700, distinct: 700 },
  ])
})

test('a block too long for one insert goes in whole, and once', async () => {
  world = await worldOn('chdb')
  const index = await world.open()
  const entries = entriesFrom(0, 1200, { comment: 'y'.repeat(30_000) })

  await index.load(entries, 'large')
  await index.load(entries, 'large')

  expect(await index.counts()).toMatchObject([{ count: 1200, distinct: 1200 }])
})

test.each(['', "it's", 'a b', 'ü', 'x'.repeat(201)])('the token "%s" is refused', async token => {
  world = await worldOn('chdb')
  const index = await world.open()
  await expect(index.load(entriesFrom(0, 1), token)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
})

test('a second process, and a second directory in this process, are refused with a code', async () => {
  world = await worldOn('chdb')
  const index = await world.open()
  expect(() => openChdb(`${world.directory}-other`)).toThrow(ReportError)
  expect(() => openChdb(`${world.directory}-other`)).toThrow(/in use/)

  const program = `import('${import.meta.dirname}/chdb-driver.ts').then(m => m.openChdb(process.argv[1])).catch(e => console.log(e.code))`
  const other = await run(startNode(['-e', program, world.directory]))
  expect(other.stdout.trim()).toBe('INDEX_IN_USE')

  await index.load(entriesFrom(0, 3), 'still-alive')
  expect(
    (await index.rows({ tenant: 1, report: 'activity', filter: NO_FILTER, limit: 9 })).rows,
  ).toHaveLength(3)
})

test('a directory of another version is refused until it is rebuilt', async () => {
  world = await worldOn('chdb')
  const index = await world.open()
  const driver = world.driver()
  await driver.command("ALTER TABLE daybook.entry MODIFY COMMENT 'daybook index 0'")

  await expect(world.open()).rejects.toMatchObject({ code: 'INDEX_OUTDATED' })

  await index.drop()
  await (await world.open()).health()
})

test('the embedded engine keeps to the memory and caches that it was given', async () => {
  world = await worldOn('chdb')
  const driver = world.driver()
  const rows = await driver.query<{ name: string; value: string }>(
    "SELECT name, value FROM system.server_settings WHERE name IN ('max_server_memory_usage', 'mark_cache_size', 'background_pool_size')",
  )
  expect(Object.fromEntries(rows.map(row => [row.name, Number(row.value)]))).toEqual({
    max_server_memory_usage: 1024 ** 3,
    mark_cache_size: 64 * 1024 ** 2,
    background_pool_size: 2,
  })
})
