/** Guarantees of the catalog: one meaning per name, nothing observed is lost, and a link leads where its template says. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  catalogProblems,
  catalogTotals,
  categoryLookup,
  describeCatalog,
  editLinkOf,
  editLinkProblem,
  fillEditLink,
  selectDescribed,
  type Catalog,
  type Observed,
} from './index.ts'

const CATALOG: Catalog = [
  {
    application: 'User Management',
    alsoCalled: ['UserHub'],
    entities: [
      {
        entity: 'User',
        editLink: 'https://admin.example.com/users/{entity.id}?name={entity.name}',
        activities: [
          { activity: 'Login', category: 'login' },
          { activity: 'Touch', category: 'read' },
        ],
      },
    ],
  },
]
const seen = (
  application: string,
  entity: string,
  activity: string,
  days = ['2026-05-01', '2026-05-02'],
) => ({
  application,
  entity,
  activity,
  count: 2,
  firstSeen: days[0] ?? '',
  lastSeen: days[1] ?? '',
})

describe('a catalog', () => {
  test('in which every name means one thing has no problems', () => {
    expect(catalogProblems(CATALOG)).toEqual([])
  })

  test('that uses a name twice is told where', () => {
    const application = { application: 'UserHub', entities: [] }
    const entity = { entity: 'E', activities: [{ activity: 'A', category: 'read' as const }] }
    expect(catalogProblems([...CATALOG, application])).toEqual([
      { path: '/1', message: '"UserHub" is there twice' },
    ])
    expect(catalogProblems([{ application: 'X', entities: [entity, entity] }])).toEqual([
      { path: '/0/entities/1', message: '"E" is there twice' },
    ])
    const doubled = { ...entity, activities: [...entity.activities, ...entity.activities] }
    expect(catalogProblems([{ application: 'X', entities: [doubled] }])).toEqual([
      { path: '/0/entities/0/activities/1', message: '"A" is there twice' },
    ])
  })

  test('knows the category of what it describes, under every name, and of nothing else', () => {
    const lookup = categoryLookup(CATALOG)
    expect(lookup('User Management', 'User', 'Touch')).toBe('read')
    expect(lookup('UserHub', 'User', 'Touch')).toBe('read')
    expect(lookup('UserHub', 'User', 'Toast')).toBeUndefined()
    expect(lookup('__proto__', 'constructor', 'toString')).toBeUndefined()
  })
})

describe('the catalog beside what occurred', () => {
  test('holds every count once, whatever the catalog describes', () => {
    const name = fc.constantFrom('User Management', 'UserHub', 'User', 'Team', 'Login', 'Touch', 'x')
    const day = fc.constantFrom('2026-05-01', '2026-05-02', '2026-05-03')
    const one: fc.Arbitrary<Observed> = fc
      .tuple(name, name, name, fc.nat(100), day, day)
      .map(([application, entity, activity, count, a, b]) => {
        const [firstSeen = a, lastSeen = b] = [a, b].toSorted()
        return { application, entity, activity, count, firstSeen, lastSeen }
      })
    fc.assert(
      fc.property(fc.array(one), observed => {
        const tree = describeCatalog(CATALOG, observed)
        const counts = tree.flatMap(a => a.entities.flatMap(e => e.activities.map(x => x.seen?.count ?? 0)))
        const sum = (list: number[]) => list.reduce((total, n) => total + n, 0)
        expect(sum(counts)).toBe(sum(observed.map(({ count }) => count)))
        const undescribed = selectDescribed(tree, { undescribed: true })
        expect(catalogTotals(undescribed).undescribed).toBe(catalogTotals(tree).undescribed)
      }),
    )
  })

  test('answers what is new, what is silent and what nobody described', () => {
    const tree = describeCatalog(CATALOG, [
      seen('UserHub', 'User', 'Login', ['2026-03-01', '2026-05-30']),
      seen('User Management', 'User', 'Login', ['2026-02-01', '2026-05-01']),
      seen('User Management', 'Robot', 'Start', ['2026-05-20', '2026-05-21']),
    ])
    const lines = (question: Parameters<typeof selectDescribed>[1]) =>
      selectDescribed(tree, question).flatMap(a =>
        a.entities.flatMap(e => e.activities.map(x => `${a.application}/${e.entity}/${x.activity}`)),
      )
    expect(lines({})).toEqual([
      'User Management/User/Login',
      'User Management/User/Touch',
      'User Management/Robot/Start',
    ])
    expect(tree[0]?.entities[0]?.activities[0]?.seen).toEqual({
      count: 4,
      firstSeen: '2026-02-01',
      lastSeen: '2026-05-30',
    })
    expect(lines({ newSince: '2026-05-20' })).toEqual(['User Management/Robot/Start'])
    expect(lines({ newSince: '2026-05-21' })).toEqual([])
    expect(lines({ silentSince: '2026-05-22' })).toEqual([
      'User Management/User/Touch',
      'User Management/Robot/Start',
    ])
    expect(lines({ undescribed: true })).toEqual(['User Management/Robot/Start'])
    expect(catalogTotals(tree)).toEqual({ described: 2, observed: 2, undescribed: 1 })
  })
})

describe('an edit link', () => {
  const user = { application: 'UserHub', type: 'User', id: 'u/2?#&', name: 'Septimus Smith' }

  test('has its values percent-encoded', () => {
    expect(editLinkOf(CATALOG, user)).toBe(
      'https://admin.example.com/users/u%2F2%3F%23%26?name=Septimus%20Smith',
    )
  })

  test.each([
    ['an entity without a template', { ...user, type: 'Team' }],
    ['another application', { ...user, application: 'Player' }],
    ['no name for a template that wants one', { ...user, name: undefined }],
    ['an id that would climb the path', { ...user, id: '..' }],
    ['an id that is no place', { ...user, id: '.' }],
    ['half a character', { ...user, id: '\ud800' }],
  ])('is not made of %s', (_, entity) => {
    expect(editLinkOf(CATALOG, entity)).toBeUndefined()
  })

  test.each([
    'javascript:alert({entity.id})',
    'data:text/html,{entity.id}',
    '//example.com/{entity.id}',
    '/users/{entity.id}',
    'https://{entity.id}.example.com/',
    'https://example.com{entity.id}/',
    'https://example.com@evil.example/{entity.id}',
    'https://user:word@example.com/{entity.id}',
    'https://example.com\\@evil.example/{entity.id}',
    'https://example.com/{entity.secret}',
    'https://example.com/{',
    'https://example.com/a b',
    'ftp://example.com/{entity.id}',
    'https://',
    '',
  ])('is not made by the template %j', template => {
    expect(editLinkProblem(template)).toBeTypeOf('string')
    expect(fillEditLink(template, user)).toBeUndefined()
  })

  test('keeps scheme, host and path of its template, whatever the id is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), id => {
        const link = fillEditLink('https://admin.example.com/users/{entity.id}/edit', { ...user, id })
        if (link === undefined) return
        const url = new URL(link)
        expect(url.origin).toBe('https://admin.example.com')
        expect(url.pathname).toMatch(/^\/users\/[^/]+\/edit$/)
        expect(decodeURIComponent(url.pathname.split('/')[2] ?? '')).toBe(id)
        expect(url.search + url.hash).toBe('')
      }),
    )
  })
})
