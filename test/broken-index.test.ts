import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaybook } from './daybook.ts'
import { run, startNode } from './processes.ts'

const root = join(import.meta.dirname, '..')
let directory = ''

function node(...args: string[]) {
  const env = { ...process.env, DAYBOOK_DATA: directory, DAYBOOK_LOG_LEVEL: 'silent' }
  return run(startNode(args, { cwd: root, env }))
}

const daybook = (...args: string[]) => node('packages/cli/src/main.ts', ...args)
async function byHand(statement: string): Promise<void> {
  const editor = startNode(['test/break-index.ts', join(directory, 'index'), statement], { cwd: root })
  await editor.says(/done/)
  await editor.end()
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-broken-'))
  const running = await startDaybook({ sample: 500, directory })
  await running.halt()
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test('an index altered by hand is found out by fsck, which names the entry and the field, and mended by rebuild', async () => {
  const sound = await daybook('fsck', '--json')
  expect(sound.code, sound.stdout).toBe(0)

  await byHand(
    `ALTER TABLE daybook.entry UPDATE entity_name = 'Somebody Else' WHERE tenant = 1 AND \`index\` = 42`,
  )
  await byHand(`ALTER TABLE daybook.entry DELETE WHERE tenant = 1 AND \`index\` = 99`)

  const broken = await daybook('fsck', '--json')
  expect(broken.code).toBe(1)
  const { findings } = JSON.parse(broken.stdout) as {
    findings: { kind: string; index: number; field?: string }[]
  }
  expect(findings.map(({ kind, index, field }) => [kind, index, field])).toEqual([
    ['INDEX_DIFFERENT', 42, 'entity_name'],
    ['INDEX_MISSING', 99, undefined],
  ])

  const rebuilt = await daybook('rebuild')
  expect(rebuilt.code, rebuilt.stdout).toBe(0)
  expect((await daybook('fsck', '--json')).code).toBe(0)
})

test('an index of another version is refused by fsck, and replaced by rebuild', async () => {
  await byHand(`ALTER TABLE daybook.entry MODIFY COMMENT 'daybook index 0'`)
  expect((await daybook('fsck', '--json')).code).not.toBe(0)

  const rebuilt = await daybook('rebuild')
  expect(rebuilt.code, rebuilt.stdout).toBe(0)
  const sound = await daybook('fsck', '--json')
  expect(sound.code, sound.stdout).toBe(0)
  expect(JSON.parse(sound.stdout)).toMatchObject({ entries: 500, behind: 0 })
})
