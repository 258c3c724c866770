import { describe, expect, it } from 'vitest'

import { openedViews, recentEntities, rememberEntity, rememberView, type Store } from './recent.ts'

function store(stored: Record<string, string> = {}): Store {
  const items = new Map(Object.entries(stored))
  return { getItem: key => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) }
}

describe('what was opened lately', () => {
  it('has an entity once, the newest first, and not too many', () => {
    const kept = store()
    for (let n = 0; n < 20; n++) rememberEntity(kept, { type: 'User', id: `u-${n % 15}`, at: n })
    expect(recentEntities(kept).map(one => one.id)).toEqual(
      [4, 3, 2, 1, 0, 14, 13, 12, 11, 10, 9, 8].map(n => `u-${n}`),
    )
  })

  it('knows when a view was opened last', () => {
    const kept = store()
    rememberView(kept, 'a', 1)
    rememberView(kept, 'b', 2)
    rememberView(kept, 'a', 3)
    expect([...openedViews(kept)]).toEqual([
      ['a', 3],
      ['b', 2],
    ])
  })

  it.each(['not json', '{}', '[1,null,{"type":7}]', '[["a"],["b","c"]]'])('takes nothing from %s', text => {
    const kept = store({ 'daybook.recent-entities': text, 'daybook.opened-views': text })
    expect([recentEntities(kept), [...openedViews(kept)]]).toEqual([[], []])
  })

  it('is no failure when storage is refused', () => {
    const refusing: Store = {
      getItem: () => {
        throw new Error('refused')
      },
      setItem: () => {
        throw new Error('refused')
      },
    }
    rememberView(refusing, 'a', 1)
    expect(recentEntities(refusing)).toEqual([])
  })
})
