/** What /v1/catalog takes and answers. The body's schema is also its check. */
import { CATEGORIES, type Category } from '@daybook/event'
import { CATALOG_LIMITS } from '@daybook/query'
import { Type } from 'typebox'

import {
  BY_KEY_OR_SESSION,
  type Documented,
  guardedRefusals,
  jsonAnswer,
  BODY_REFUSALS,
} from '../documented.ts'
import { asOf } from '../reports/schemas.ts'

const { nameMax, labelMax, descriptionMax, editLinkMax, listMax } = CATALOG_LIMITS
const name = Type.String({ minLength: 1, maxLength: nameMax, pattern: '\\S' })
const names = Type.Array(name, { maxItems: listMax })
const category = Type.Unsafe<Category>({ type: 'string', enum: [...CATEGORIES] })

const described = {
  label: Type.Optional(Type.String({ minLength: 1, maxLength: labelMax, description: 'Shown for the name' })),
  description: Type.Optional(Type.String({ maxLength: descriptionMax })),
  alsoCalled: Type.Optional(names),
  assumed: Type.Optional(Type.Boolean({ description: 'Not in the document: filled in' })),
}
const retention = Type.Optional(Type.String({ minLength: 1, maxLength: nameMax, description: 'Its class' }))

const activity = Type.Object({ activity: name, category, ...described }, { additionalProperties: false })

const entityMembers = {
  entity: name,
  ...described,
  sensitive: Type.Optional(
    Type.Array(name, { maxItems: listMax, description: 'Attributes with personal or confidential values' }),
  ),
  editLink: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: editLinkMax,
      description: 'Such as `https://…/{entity.id}`; also {entity.name}, {entity.type}, {application}',
    }),
  ),
  retention,
}
const entity = Type.Object(
  { ...entityMembers, activities: Type.Array(activity, { maxItems: CATALOG_LIMITS.activitiesMax }) },
  { additionalProperties: false },
)

const applicationMembers = {
  application: name,
  ...described,
  documents: Type.Optional(names),
  retention,
}
const application = Type.Object(
  { ...applicationMembers, entities: Type.Array(entity, { maxItems: CATALOG_LIMITS.entitiesMax }) },
  { additionalProperties: false },
)

export const catalogBody = Type.Object(
  { applications: Type.Array(application, { maxItems: CATALOG_LIMITS.applicationsMax }) },
  { additionalProperties: false },
)

const counts = Type.Object({
  applications: Type.Integer(),
  entities: Type.Integer(),
  activities: Type.Integer(),
})

const day = Type.String({ format: 'date' })
const isDescribed = { described: Type.Boolean() }
const seenActivity = Type.Object({
  activity: Type.String(),
  category: Type.Optional(category),
  ...described,
  ...isDescribed,
  seen: Type.Optional(
    Type.Object(
      { count: Type.Integer(), firstSeen: day, lastSeen: day },
      { description: 'Absent when it never occurred; days in UTC' },
    ),
  ),
})
const seenEntity = Type.Object({ ...entityMembers, ...isDescribed, activities: Type.Array(seenActivity) })
const seenApplication = Type.Object({
  ...applicationMembers,
  ...isDescribed,
  entities: Type.Array(seenEntity),
})

export const putCatalogSchema: Documented = {
  summary: 'Describe applications',
  description:
    'All or nothing. Each application is taken in as a whole, others stay as they are; with `replace=true` the others go.',
  tags: ['catalog'],
  security: BY_KEY_OR_SESSION,
  querystring: Type.Object({ replace: Type.Optional(Type.Boolean()) }),
  body: catalogBody,
  response: {
    200: jsonAnswer('What the catalog describes now', counts),
    ...guardedRefusals('INVALID_CATALOG', 'INVALID_PARAMETER', 'LIMIT_REACHED', ...BODY_REFUSALS),
  },
}

export const getCatalogSchema: Documented = {
  summary: 'What is described and what occurred',
  description: 'What occurred without being described stands in the same tree, with `"described": false`.',
  tags: ['catalog'],
  security: BY_KEY_OR_SESSION,
  querystring: Type.Object({
    newSince: Type.Optional(
      Type.String({ format: 'date', description: 'Only what occurred first then or later' }),
    ),
    silentSince: Type.Optional(
      Type.String({ format: 'date', description: 'Only what did not occur since, or never' }),
    ),
    undescribed: Type.Optional(Type.Boolean({ description: 'Only what is not described' })),
  }),
  response: {
    200: jsonAnswer(
      'The catalog',
      Type.Object({
        applications: Type.Array(seenApplication),
        totals: Type.Object(
          { described: Type.Integer(), observed: Type.Integer(), undescribed: Type.Integer() },
          { description: 'Activities of the whole catalog, whatever was asked for' },
        ),
        truncated: Type.Boolean({ description: 'More combinations occurred than an answer holds' }),
        tookMs: Type.Number(),
        asOf,
      }),
    ),
    ...guardedRefusals('INVALID_PARAMETER', 'QUESTION_TOO_EXPENSIVE', 'INDEX_UNAVAILABLE'),
  },
}

export const editLinkSchema: Documented = {
  summary: 'Where an entity is edited',
  tags: ['catalog'],
  security: BY_KEY_OR_SESSION,
  querystring: Type.Object({
    application: Type.String(),
    entity: Type.String({ description: 'Its type' }),
    id: Type.String(),
    name: Type.Optional(Type.String()),
  }),
  response: {
    200: jsonAnswer(
      'The filled-in template; http or https only, values percent-encoded',
      Type.Object({ url: Type.String({ format: 'uri' }) }),
    ),
    ...guardedRefusals('INVALID_PARAMETER', 'NOT_FOUND'),
  },
}
