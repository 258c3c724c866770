import type { DescribedApplication } from '@daybook/query'
import { describe, expect, it } from 'vitest'

import { shownNodes, treeMove, treeOf, type CatalogFilter } from './tree.ts'

const ALL: CatalogFilter = { search: '', only: 'all', since: '2026-11-01' }
const seen = (count: number, firstSeen: string, lastSeen: string) => ({ count, firstSeen, lastSeen })
const catalog: DescribedApplication[] = [
  {
    application: 'Player',
    described: true,
    entities: [
      {
        entity: 'Voice recording',
        described: true,
        sensitive: ['caller'],
        activities: [
          {
            activity: 'Playback',
            described: true,
            category: 'read',
            seen: seen(90, '2026-09-01', '2026-11-20'),
          },
          { activity: 'Delete', described: true, category: 'delete' },
        ],
      },
    ],
  },
  {
    application: 'UserHub',
    label: 'User Management',
    described: true,
    entities: [
      {
        entity: 'User',
        described: true,
        activities: [
          {
            activity: 'Login',
            described: true,
            category: 'login',
            seen: seen(400, '2026-09-01', '2026-11-20'),
          },
          { activity: 'Promote', described: false, seen: seen(3, '2026-11-10', '2026-11-11') },
        ],
      },
    ],
  },
]
const names = (filter: Partial<CatalogFilter>) =>
  shownNodes(treeOf(catalog, { ...ALL, ...filter }), everything).map(node => node.name)
const everything = { has: () => true } as unknown as Set<string>

describe('the catalog as a tree', () => {
  it('adds up counts and days from the leaves, the busiest first', () => {
    const tree = treeOf(catalog, ALL)
    expect(tree.map(({ name, count, firstSeen, lastSeen }) => [name, count, firstSeen, lastSeen])).toEqual([
      ['UserHub', 403, '2026-09-01', '2026-11-20'],
      ['Player', 90, '2026-09-01', '2026-11-20'],
    ])
  })

  it('shows the inbox, what is new and what is silent, with the branches above them', () => {
    expect(names({ only: 'undescribed' })).toEqual(['UserHub', 'User', 'Promote'])
    expect(names({ only: 'new' })).toEqual(['UserHub', 'User', 'Promote'])
    expect(names({ only: 'silent' })).toEqual(['Player', 'Voice recording', 'Delete'])
  })

  it('finds by words of a node and of what stands above it, also by label, category and sensitive attribute', () => {
    expect(names({ search: 'voice DELETE' })).toEqual(['Player', 'Voice recording', 'Delete'])
    expect(names({ search: 'management login' })).toEqual(['UserHub', 'User', 'Login'])
    expect(names({ search: 'caller read' })).toEqual(['Player', 'Voice recording', 'Playback'])
    expect(names({ search: 'nothing' })).toEqual([])
  })

  it('is walked by keys like a tree', () => {
    const tree = treeOf(catalog, ALL)
    const [first] = tree
    const opened = new Set([first?.key ?? ''])
    const shown = shownNodes(tree, opened)
    expect(shown.map(node => node.name)).toEqual(['UserHub', 'User', 'Player'])
    const [hub = '', user = '', player = ''] = shown.map(node => node.key)
    expect(treeMove(shown, opened, hub, 'ArrowDown')).toEqual({ go: user })
    expect(treeMove(shown, opened, hub, 'ArrowRight')).toEqual({ go: user })
    expect(treeMove(shown, opened, user, 'ArrowRight')).toEqual({ open: user })
    expect(treeMove(shown, opened, user, 'ArrowLeft')).toEqual({ go: hub })
    expect(treeMove(shown, opened, hub, 'ArrowLeft')).toEqual({ close: hub })
    expect(treeMove(shown, opened, player, 'ArrowDown')).toBeUndefined()
    expect(treeMove(shown, opened, undefined, 'ArrowDown')).toEqual({ go: hub })
    expect(treeMove(shown, opened, hub, 'End')).toEqual({ go: player })
  })
})
