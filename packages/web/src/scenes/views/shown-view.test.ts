import { isReportId, parseQuery } from '@daybook/query'
import { describe, expect, it } from 'vitest'

import type { View } from '../../api/views.ts'
import { messages } from '../../messages/en/index.ts'
import { parseState } from '../../state/report-state.ts'
import { parseSearch } from '../../state/url.ts'
import { LAYOUT_VIEWS, PRESETS } from './built-in.ts'
import { factsOf, isSame, shownView } from './shown-view.ts'

const saved = (view: Partial<View>): View => ({
  id: 'v-1',
  name: 'Mine',
  report: 'activity',
  query: '',
  shared: false,
  mine: true,
  owner: 'key:1',
  createdAt: '',
  updatedAt: '',
  ...view,
})
const stateOf = (query: string) => parseState(parseSearch(query)).state

describe('a built-in view', () => {
  it.each(PRESETS)('$id asks a question that is understood, and has a name', ({ id, report, query }) => {
    const { state, ignored } = parseState(parseSearch(query))
    expect(ignored).toEqual([])
    expect(parseQuery(state.q).errors).toEqual([])
    expect(isReportId(report)).toBe(true)
    expect(messages.views.presets[id].name).not.toBe('')
  })

  it('is there for every vendor layout, and shows exactly that layout', () => {
    expect(LAYOUT_VIEWS.map(view => view.id)).toEqual([
      'cxone-activity',
      'cxone-changes',
      'commbox-audit-trail',
      'liveperson-audit-trail',
      '8x8-audit-events',
    ])
    for (const view of LAYOUT_VIEWS) expect(stateOf(view.query).layout).toBe(view.id)
  })
})

describe('a saved view', () => {
  it('of a layout is shown on the page of its base', () => {
    expect(shownView(saved({ report: '8x8-audit-events', query: 'r=7d' }))).toMatchObject({
      report: 'activity',
      query: 'r=7d&layout=8x8-audit-events',
      kind: 'mine',
    })
    expect(shownView(saved({ report: 'changes', mine: false, shared: true }))).toMatchObject({
      report: 'changes',
      kind: 'shared',
    })
  })

  it('is the state on the page, however that is spelled, whatever event is open and whichever view it came from', () => {
    const view = shownView(saved({ query: 'q=app:Player+-category:read&r=7d&g=actor' }))
    expect(isSame(view, stateOf('g=actor&r=7d&q=app:Player%20-category:read&ev=e-1&view=v-1'))).toBe(true)
    expect(isSame(view, stateOf('g=actor&r=7d&q=app:Player'))).toBe(false)
  })

  it('tells the parts of its filter and its groups', () => {
    expect(factsOf({ query: 'q=app:Player+-category:read&g=actor' })).toMatchObject({
      chips: [
        { text: 'application:Player', not: false },
        { text: '-category:read', not: true },
      ],
      groups: ['actor'],
    })
  })
})
