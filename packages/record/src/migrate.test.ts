import { readdir } from 'node:fs/promises'

import { Client } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { createDatabase } from '../../../test/postgres15.ts'
import { openAt, serverUrl } from './testing/engines.ts'
import { many } from './testing/events.ts'

let url: string
let drop: () => Promise<void>
beforeEach(async () => {
  ;({ url, drop } = await createDatabase(serverUrl()))
})
afterEach(() => drop())

const open = () => openAt({ kind: 'external', url })
const sql = async (text: string) => {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(text)
  await client.end()
  return rows
}

it('many processes may start on an empty database at once', async () => {
  const records = await Promise.all([open(), open(), open(), open()])
  const files = (await readdir(new URL('../migrations/', import.meta.url))).sort()
  expect(await sql('SELECT version, name FROM daybook.migration ORDER BY version')).toEqual(
    files.map(name => ({ version: Number(name.slice(0, 4)), name })),
  )
  const { id } = (await records[0]?.tenants.ensure('default')) ?? { id: 0 }
  expect((await records[3]?.append(id, many(1)))?.[0]?.index).toBe(0)
  for (const record of records) await record.close()
})

it('a database of a newer version is refused and left as it is', async () => {
  await (await open()).close()
  await sql(`INSERT INTO daybook.migration (version, name, checksum) VALUES (9999, 'later', 'x')`)
  await expect(open()).rejects.toMatchObject({ code: 'DATABASE_NEWER' })
})

it('a migration that is not the one that was applied is refused', async () => {
  await (await open()).close()
  await sql(`UPDATE daybook.migration SET checksum = 'another'`)
  await expect(open()).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' })
})

it('damage is named: by the check, and by whoever reads it', async () => {
  const record = await open()
  const { id } = await record.tenants.ensure('default')
  const events = many(40)
  for (let i = 0; i < 40; i += 10) await record.append(id, events.slice(i, i + 10))
  await record.close()
  const damages: [string, RegExp][] = [
    [
      `UPDATE daybook.block SET body = set_byte(body, length(body) / 2, (get_byte(body, length(body) / 2) + 1) % 256) WHERE first = 10`,
      /decompress/,
    ],
    [`DELETE FROM daybook.block WHERE first = 20`, /its blocks hold 29 entries/],
    [`UPDATE daybook.block SET count = 9 WHERE first = 30`, /10 lines, not 9/],
    [`DELETE FROM daybook.entry_id WHERE index = 3`, /entry 3: its id leads to nothing/],
    [`UPDATE daybook.log SET next = 41`, /next is 41/],
  ]
  for (const [damage] of damages) await sql(damage)

  const damaged = await open()
  const problems = (await damaged.check()).join('\n')
  for (const [, problem] of damages) expect(problems).toMatch(problem)
  expect((await damaged.read(id, 0, 10)).length).toBe(10)
  await expect(damaged.read(id, 10, 10)).rejects.toMatchObject({ code: 'CORRUPT' })
  await expect(damaged.read(id, 19, 20)).rejects.toMatchObject({ code: 'CORRUPT' })
  await damaged.close()
})
