/**
 * The vendor's support signs in as an administrator and sets something up.
 * Every event of such a session names both: the administrator as actor, the supporter as impersonator.
 */

import { deed } from '../catalogue.ts'
import { hex12 } from '../ids.ts'
import type { Seat } from '../world.ts'
import { follow, search, type Doing } from './interactions.ts'
import { tend } from './things.ts'

const IMPERSONATE = deed('User Management', 'User', 'Impersonate user')
const LOGOUT = deed('User Management', 'User', 'Logout')
const SUPPORTERS = [
  {
    type: 'user',
    id: 'support-0117',
    name: 'Noor Haddad (vendor support)',
    email: 'noor.haddad@suite-support.example',
  },
  {
    type: 'user',
    id: 'support-0342',
    name: 'Émile Caron (vendor support)',
    email: 'emile.caron@suite-support.example',
  },
]
const WORK = [
  tend('User Management', 'Login Authenticator', 'Role'),
  tend('Recording Policies'),
  tend('Tenant Management'),
  search,
]

/** Begins such a session in the name of whoever sits here; the person's own session goes on. */
export const supportSession: Doing = (world, seat) => {
  const { person } = seat
  if (person === undefined) return undefined
  const { random } = world
  const impersonator = random.pick(SUPPORTERS)
  const support: Seat = {
    ...seat,
    actor: { ...person.actor, impersonator },
    ip: '192.0.2.40',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Firefox/143.0',
    accessMethod: 'UI',
    sessionId: `s-${hex12(random)}`,
    until: world.now + 3_600_000,
  }
  delete support.person
  const steps = 2 + random.below(4)
  for (let step = 1; step <= steps; step++)
    follow(world, support, step * random.between(60, 180), random.pick(WORK))
  follow(world, support, 1500, (world, seat) => world.event(LOGOUT, seat, person.ref))
  return world.event(IMPERSONATE, support, person.ref, {
    comment: `Support case ${300000 + random.below(9999)}`,
  })
}
