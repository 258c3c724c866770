import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Accepted } from '@daybook/event'

import type { RecordError } from './errors.ts'
import { ENGINES, openAt, type Place, TestClock } from './testing/engines.ts'
import { accepted, altered, many, uuid } from './testing/events.ts'
import type { EventRecord, Head } from './types.ts'

describe.each(ENGINES)('the record on $name', engine => {
  let place: Place
  let record: EventRecord
  const clock = new TestClock()
  let names = 0

  beforeAll(async () => {
    place = await engine.place()
    record = await openAt(place.choice, { clock: clock.read })
  })
  afterAll(async () => {
    await record.close()
    await place.remove()
  })

  const newTenant = async () => (await record.tenants.ensure(`tenant-${names++}`)).id
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error as RecordError,
    )
  const sound = async () => expect(await record.check()).toEqual([])

  it('gives entries the indexes 0, 1, 2 … in the order of the calls', async () => {
    const tenant = await newTenant()
    const events = many(7)

    const [first, second] = await Promise.all([
      record.append(tenant, events.slice(0, 3)),
      record.append(tenant, events.slice(3)),
    ])

    expect([...first, ...second].map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect([...first, ...second].every(({ status }) => status === 'recorded')).toBe(true)
    const entries = await record.read(tenant, 0, 100)
    expect(entries.map(({ text }) => text)).toEqual(events.map(({ text }) => text))
    await sound()
  })

  it('gives back exactly the bytes that came in, from memory and from disk', async () => {
    const tenant = await newTenant()
    const odd = accepted({
      comment: 'ünïcode ☃ 𝄞 \u0000 "quotes" \\ \n newline',
      metadata: { __proto__x: [1e21, -0.5, null] },
    })
    await record.append(tenant, [odd])
    const near = await record.at(tenant, 0)
    const far = await record.get(tenant, odd.event.id)

    for (const entry of [near, far]) {
      expect(entry?.text).toBe(odd.text)
      expect(entry?.event).toEqual(odd.event)
      expect(entry?.secret.length).toBe(16)
      expect(entry?.recordedAt).toBe(clock.now)
    }
    expect(Buffer.compare(near?.secret ?? Buffer.of(), far?.secret ?? Buffer.of())).toBe(0)
  })

  it('answers the same event sent again with its first place', async () => {
    const tenant = await newTenant()
    const events = many(3)
    await record.append(tenant, events)

    const again = await record.append(tenant, [accepted(), ...events.toReversed()])

    expect(again.map(({ index, status }) => [index, status])).toEqual([
      [3, 'recorded'],
      [2, 'duplicate'],
      [1, 'duplicate'],
      [0, 'duplicate'],
    ])
    await sound()
  })

  it('records an event once that stands twice in one call, and in two calls of one group', async () => {
    const tenant = await newTenant()
    const [a, b] = [accepted(), accepted()]

    const [one, two] = await Promise.all([
      record.append(tenant, [a, b, a]),
      record.append(tenant, [b, accepted()]),
    ])

    expect(one.map(({ index, status }) => [index, status])).toEqual([
      [0, 'recorded'],
      [1, 'recorded'],
      [0, 'duplicate'],
    ])
    expect(two.map(({ index, status }) => [index, status])).toEqual([
      [1, 'duplicate'],
      [2, 'recorded'],
    ])
    await sound()
  })

  it('refuses a call with an id that has other content, whole and alone', async () => {
    const tenant = await newTenant()
    const [first] = many(1) as [Accepted]
    await record.append(tenant, [first])

    const [before, refused, after] = await Promise.all([
      record.append(tenant, many(2)),
      refusal(record.append(tenant, [accepted(), altered(first), accepted()])),
      record.append(tenant, many(2)),
    ])

    expect(before.map(({ index }) => index)).toEqual([1, 2])
    expect(refused?.code).toBe('CONFLICT')
    expect(refused?.details).toEqual([{ position: 1, id: first.event.id, index: 0 }])
    expect(after.map(({ index }) => index)).toEqual([3, 4])
    expect(await record.heads()).toContainEqual({ tenant, next: 5 })
    await sound()
  })

  it('refuses a call that contradicts itself, and one that contradicts a call of the same group', async () => {
    const tenant = await newTenant()
    const [a, b] = many(2) as [Accepted, Accepted]

    const [self, good, late] = await Promise.all([
      refusal(record.append(tenant, [a, altered(a)])),
      record.append(tenant, [b]),
      refusal(record.append(tenant, [accepted(), altered(b)])),
    ])

    expect(self?.details).toEqual([{ position: 1, id: a.event.id }])
    expect(good).toEqual([{ id: b.event.id, index: 0, status: 'recorded' }])
    expect(late?.details).toEqual([{ position: 1, id: b.event.id, index: 0 }])
    expect(await record.get(tenant, a.event.id)).toBeUndefined()
    await sound()
  })

  it('takes an event without a category as the one that was recorded with another category', async () => {
    const tenant = await newTenant()
    const sent = accepted({ category: 'grant' })
    await record.append(tenant, [sent])

    const silent = accepted({ ...sent.event, category: 'update' }, false)
    const loud = accepted({ ...sent.event, category: 'update' }, true)

    expect(await record.append(tenant, [silent])).toEqual([
      { id: sent.event.id, index: 0, status: 'duplicate' },
    ])
    expect((await refusal(record.append(tenant, [loud])))?.code).toBe('CONFLICT')
    expect((await refusal(record.append(tenant, [altered(silent)])))?.code).toBe('CONFLICT')
  })

  it('keeps tenants apart: each has its own indexes, and the same id may stand in both', async () => {
    const [one, two] = [await newTenant(), await newTenant()]
    const shared = accepted()

    const [a, b] = await Promise.all([
      record.append(one, [shared]),
      record.append(two, [accepted(), altered(shared)]),
    ])

    expect(a[0]?.index).toBe(0)
    expect(b.map(({ index }) => index)).toEqual([0, 1])
    expect((await record.get(one, shared.event.id))?.text).toBe(shared.text)
    expect((await record.get(two, shared.event.id))?.text).toBe(altered(shared).text)
    await sound()
  })

  it('never lets the time of a log go back', async () => {
    const tenant = await newTenant()
    const started = clock.now
    clock.now = started + 5_000
    await record.append(tenant, many(1))
    clock.now = started
    await record.append(tenant, many(1))

    const entries = await record.read(tenant, 0, 10)
    expect(entries.map(({ recordedAt }) => recordedAt - started)).toEqual([5_000, 5_000])
    await sound()
  })

  it('cuts a large call into blocks and reads any part of it in order', async () => {
    const tenant = await newTenant()
    const events = many(2_500)
    await record.append(tenant, events)
    await record.append(tenant, many(1))

    for (const [from, limit] of [
      [0, 5_000],
      [1_023, 2],
      [1_024, 1_024],
      [2_499, 10],
    ] as const) {
      const entries = await record.read(tenant, from, limit)
      expect(entries.map(({ index }) => index)).toEqual(
        Array.from({ length: Math.min(limit, 2_501 - from) }, (_, i) => from + i),
      )
      if (from < 2_500) expect(entries[0]?.text).toBe(events[from]?.text)
    }
    expect(await record.read(tenant, 2_501, 10)).toEqual([])
    expect((await record.at(tenant, 1_500))?.text).toBe(events[1_500]?.text)
    await sound()
  })

  it('finds nothing for an id or index that is not there, and nothing across tenants', async () => {
    const [one, two] = [await newTenant(), await newTenant()]
    const event = accepted()
    await record.append(one, [event])

    expect(await record.get(two, event.event.id)).toBeUndefined()
    expect(await record.get(one, uuid())).toBeUndefined()
    expect(await record.get(one, "'; DROP TABLE")).toBeUndefined()
    expect(await record.at(one, 1)).toBeUndefined()
    expect(await record.at(one, -1)).toBeUndefined()
    expect((await record.get(one, event.event.id.toUpperCase()))?.index).toBe(0)
  })

  it('tells listeners where the heads are, and no longer after they left', async () => {
    const [one, two] = [await newTenant(), await newTenant()]
    const heard: Head[] = []
    const leave = record.onCommit(moved => heard.push(...moved))

    await Promise.all([record.append(one, many(3)), record.append(two, many(2))])
    leave()
    await record.append(one, many(1))

    expect(heard).toEqual([
      { tenant: one, next: 3 },
      { tenant: two, next: 2 },
    ])
  })

  it('answers an empty call with nothing and refuses a tenant that is not there', async () => {
    expect(await record.append(await newTenant(), [])).toEqual([])
    expect((await refusal(record.append(1_000_000, many(1))))?.code).toBe('TENANT_UNKNOWN')
  })

  it('refuses names that are not names', async () => {
    for (const name of ['', 'a b', '-a', 'a/b', 'x'.repeat(65), 'ü'])
      expect((await refusal(record.tenants.ensure(name)))?.code).toBe('TENANT_NAME_INVALID')
    const [a, b] = await Promise.all([record.tenants.ensure('Twice'), record.tenants.ensure('Twice')])
    expect(a).toEqual(b)
    expect(await record.tenants.list()).toContainEqual(a)
    expect(await record.tenants.find('nobody-there')).toBeUndefined()
  })

  it('answers everything accepted before it was closed, and refuses what comes after', async () => {
    const own = await engine.place()
    const other = await openAt(own.choice, { limits: { groupEventsMax: 10 } })
    const { id } = await other.tenants.ensure('default')
    const calls = Array.from({ length: 20 }, () => other.append(id, many(5)))
    const closed = Promise.all([
      new Promise(resolve => setImmediate(resolve)).then(() => other.close()),
      ...calls,
    ])

    const [, ...answers] = await closed
    expect(answers.flat().map(({ index }) => index)).toEqual(Array.from({ length: 100 }, (_, i) => i))
    expect((await refusal(other.append(id, many(1))))?.code).toBe('CLOSED')

    const again = await openAt(own.choice)
    expect(await again.heads()).toEqual([{ tenant: id, next: 100 }])
    expect(await again.check()).toEqual([])
    await again.close()
    await own.remove()
  })

  it('says overloaded instead of queueing without end, and recovers', async () => {
    const own = await engine.place()
    const other = await openAt(own.choice, { limits: { queueEventsMax: 10, queueBytesMax: 100_000 } })
    const { id } = await other.tenants.ensure('default')

    const [fits, over, tooLarge] = await Promise.all([
      other.append(id, many(8)),
      refusal(other.append(id, many(3))),
      refusal(other.append(id, many(11))),
    ])

    expect(fits.length).toBe(8)
    expect(over?.code).toBe('OVERLOADED')
    expect(over?.retryAfterMs).toBeGreaterThan(0)
    expect(tooLarge?.code).toBe('CALL_TOO_LARGE')
    expect(other.stats().queuedEvents).toBe(0)
    expect((await other.append(id, many(3))).length).toBe(3)
    await other.close()
    await own.remove()
  })

  it('says what it weighs and how it is', async () => {
    await record.health()
    expect((await record.size()).bytes).toBeGreaterThan(1_000_000)
    expect(record.stats().entries).toBeGreaterThan(0)
  })
})
