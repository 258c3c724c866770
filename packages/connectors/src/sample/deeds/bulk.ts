/**
 * Files of people go up and down.
 * A file is one event; each row that changed something is another, with the file as its correlation.
 */

import { deed, type Deed } from '../catalogue.ts'
import { hex12 } from '../ids.ts'
import type { Doing } from './interactions.ts'
import { joiner } from './joiners.ts'
import { alter, somebody } from './users.ts'

const BULK = 'Bulk Upload Download Entity'
const bulk = (activity: string): Deed => deed('User Management', BULK, activity)
const UPLOADS = ['Upload User', 'Upload User-Skills', 'Upload User-Team', 'Upload Team'].map(bulk)
const DOWNLOADS = ['Download User', 'Download User-Skills', 'Download User-Team', 'Download Team'].map(bulk)
const IMPORT = deed('User Management', 'User', 'Import users')

/** A file of people goes up: one event for the file, one for each row that changed something. */
export const bulkUpload: Doing = (world, seat) => {
  const { random } = world
  const rows = 3 + random.below(22)
  const parent = { type: BULK, id: `bulk-${hex12(random)}` }
  const entity = {
    ...parent,
    name: `${random.pick(['skills', 'teams', 'joiners', 'zmiany', 'equipes'])}-${world.timeText().slice(0, 10)}.csv`,
  }
  const done = random.chance(0.2) ? IMPORT : random.pick(UPLOADS)
  if (random.chance(0.08))
    return world.event(done, seat, done === IMPORT ? { ...entity, type: 'User' } : entity, {
      failure: `Row ${2 + random.below(rows)}: unknown skill`,
      metadata: { rows },
    })
  for (let row = 1; row <= rows; row++) {
    world.later(300 + row * random.between(80, 160), world => alter(world, seat, somebody(world), parent))
  }
  if (done === IMPORT) world.later(200, world => joiner(world, seat, parent))
  return world.event(done, seat, done === IMPORT ? { ...entity, type: 'User' } : entity, {
    metadata: { rows },
  })
}

export const bulkDownload: Doing = (world, seat) => {
  const done = world.random.pick(DOWNLOADS)
  const entity = {
    type: BULK,
    id: `bulk-${hex12(world.random)}`,
    name: `${done.activity.slice(9).toLowerCase()}.csv`,
  }
  return world.event(done, seat, entity, { metadata: { rows: world.company.people.length } })
}
