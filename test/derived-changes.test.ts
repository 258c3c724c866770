/**
 * Changes that no sender gave, through the whole product: states arrive out of order while Daybook is killed again and again,
 * and in the end the change report shows exactly what follows from them, and `fsck` agrees.
 */
import { rm } from 'node:fs/promises'
import { Daybook, type NewEvent } from '@daybook/sdk'
import { expect, test, vi } from 'vitest'
import { command } from './command-line.ts'
import { startDaybook } from './daybook.ts'

const SLOW_MS = 240_000
const ROUNDS = 4
const STATES = 120
const AGENTS = 7

/** The n-th state in the order of occurrence: of one agent, whose level only ever grows. */
function stateAt(n: number): NewEvent {
  return {
    id: `0190cccc-0000-7000-8000-${String(n).padStart(12, '0')}`,
    occurredAt: new Date(Date.UTC(2026, 4, 4) + n * 1000).toISOString(),
    application: 'VCCSS',
    activity: 'Update agent',
    category: n < AGENTS ? 'create' : 'update',
    actor: { id: 'p-1' },
    entity: { type: 'Agent', id: `a-${n % AGENTS}` },
    state: { level: Math.floor(n / AGENTS), home: 'Bourton' },
  }
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')

test(
  'killed at any moment, the change report ends with what follows from the states',
  { timeout: SLOW_MS },
  async () => {
    const key = 'derived-changes-test-0123456789abcdef'
    const env = { DAYBOOK_BOOTSTRAP_KEY: key }
    let daybook = await startDaybook({ env })
    const { directory } = daybook
    const total = ROUNDS * STATES
    // 7 and the number of states have no common divisor: every state is sent once, near nothing that occurred near it.
    const order = Array.from({ length: total }, (_, i) => (i * 77) % total)
    expect(new Set(order).size).toBe(total)
    for (let round = 0; round < ROUNDS; round++) {
      const client = new Daybook({ url: daybook.url, key })
      const sent = order.slice(round * STATES, (round + 1) * STATES).map(stateAt)
      for (let at = 0; at < sent.length; at += 20) await client.send(sent.slice(at, at + 20))
      await daybook.kill()
      daybook = await startDaybook({ directory, env })
    }
    const client = new Daybook({ url: daybook.url, key })
    const derived = async () => {
      const { asOf } = await client.rows('changes', { limit: 1 })
      expect([asOf?.index, asOf?.derived]).toEqual([total - 1, total - 1])
    }
    await vi.waitFor(derived, { timeout: 60_000, interval: 100 })

    const shown: string[] = []
    for await (const row of client.rowsAll('changes', { order: 'oldest', limit: 1000 }))
      shown.push(`${row.occurredAt} ${row.entity.id} ${row.attribute} ${text(row.old)} ${text(row.new)}`)
    const expected = Array.from({ length: total }, (_, n) => stateAt(n)).flatMap(
      ({ occurredAt, entity }, n) => {
        const level = Math.floor(n / AGENTS)
        const begin = `${occurredAt} ${entity.id}`
        return n < AGENTS
          ? [`${begin} home nothing Bourton`, `${begin} level nothing 0`]
          : [`${begin} level ${level - 1} ${level}`]
      },
    )
    expect(shown).toEqual(expected)

    await daybook.halt()
    const checked = await command(['fsck', '--json'], {
      DAYBOOK_DATA: directory,
      DAYBOOK_LOG_LEVEL: 'silent',
    })
    expect(checked.code, checked.stdout + checked.stderr).toBe(0)
    const rebuilt = await command(['rebuild'], { DAYBOOK_DATA: directory, DAYBOOK_LOG_LEVEL: 'silent' })
    expect(rebuilt.code, rebuilt.stderr).toBe(0)
    const again = await command(['fsck', '--json'], { DAYBOOK_DATA: directory, DAYBOOK_LOG_LEVEL: 'silent' })
    expect(again.code, again.stdout).toBe(0)
    await rm(directory, { recursive: true, force: true })
  },
)
