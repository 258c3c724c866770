/**
 * The sample's catalog: the contact centre's vocabulary with what an administrator adds to it.
 * One application is left out on purpose, so that the catalog's page has something that occurs and is not described.
 */
import { catalogue, type CatalogueApplication, type CatalogueEntity } from './catalogue.ts'

const ADMIN = 'https://admin.contact-centre.example'
const NOT_DESCRIBED = new Set(['Journey Orchestration'])

interface Added {
  description?: string
  editLink?: string
  sensitive?: string[]
}

const APPLICATIONS: Readonly<Record<string, string>> = {
  'User Management': 'People, their roles and teams, and how they sign in.',
  'Quality Management': 'Evaluation forms, plans and the evaluations of agents.',
  Player: 'Recordings of calls, chats and screens, as they are played and downloaded.',
  Recording: 'Business data that is attached to recordings.',
  Storage: 'How long media files are kept, and where.',
  'Workforce Management': 'Time off: settings, rules and allotments.',
}

const ENTITIES: Readonly<Record<string, Added>> = {
  'User Management › User': {
    description: 'A person who signs in: an agent, a supervisor or an administrator.',
    editLink: `${ADMIN}/users/{entity.id}`,
    sensitive: ['profile.phone', 'email'],
  },
  'User Management › Team': { editLink: `${ADMIN}/teams/{entity.id}` },
  'User Management › Group': { editLink: `${ADMIN}/groups/{entity.id}` },
  'User Management › Access Key': { editLink: `${ADMIN}/access-keys/{entity.id}` },
  'Quality Management › Evaluation Form': { editLink: `${ADMIN}/quality/forms/{entity.id}` },
  'Quality Management › Quality Plan': { editLink: `${ADMIN}/quality/plans/{entity.id}` },
  'Recording Policies › Recording Policy': { editLink: `${ADMIN}/recording/policies/{entity.id}` },
  'Workforce Management › Time-Off Rule': { editLink: `${ADMIN}/time-off/rules/{entity.id}` },
}

/** The body of `PUT /v1/catalog`. */
export function sampleCatalog(): { applications: unknown[] } {
  const described = catalogue.filter(({ application }) => !NOT_DESCRIBED.has(application))
  return { applications: described.map(withMore) }
}

function withMore(one: CatalogueApplication): object {
  const description = APPLICATIONS[one.application]
  const entities = one.entities.map((entity: CatalogueEntity) => ({
    ...entity,
    ...ENTITIES[`${one.application} › ${entity.entity}`],
  }))
  return { ...one, ...(description === undefined ? {} : { description }), entities }
}
