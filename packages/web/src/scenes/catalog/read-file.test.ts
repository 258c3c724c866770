import { describe, expect, it } from 'vitest'

import { FILE_BYTES_MAX, readCatalogText } from './read-file.ts'
import { stubOf } from './stub.ts'
import { treeOf } from './tree.ts'

describe('a catalog file', () => {
  const player = {
    application: 'Player',
    entities: [{ entity: 'Voice', activities: [{ activity: 'Play' }] }],
  }

  it('is a list of applications, alone or by its name, with a byte order mark or without', () => {
    const read = { applications: [player], names: ['Player'], entities: 1, activities: 1 }
    expect(readCatalogText(JSON.stringify([player]))).toEqual(read)
    expect(readCatalogText(`\ufeff${JSON.stringify({ applications: [player] })}`)).toEqual(read)
  })

  it.each([
    ['not json', 'no-json'],
    ['{"application":"Player"}', 'no-catalog'],
    ['7', 'no-catalog'],
    [`[${' '.repeat(FILE_BYTES_MAX)}]`, 'too-large'],
  ])('that is none is told apart', (text, problem) => {
    expect(readCatalogText(text)).toBe(problem)
  })

  it('is begun for what occurs without being described', () => {
    const [node] = treeOf(
      [
        {
          application: 'Player',
          described: false,
          entities: [
            { entity: 'Voice', described: false, activities: [{ activity: 'Play', described: false }] },
          ],
        },
      ],
      { search: '', only: 'all', since: '' },
    )
    expect(node && readCatalogText(JSON.stringify(stubOf(node)))).toMatchObject({
      names: ['Player'],
      activities: 1,
    })
  })
})
