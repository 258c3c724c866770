/** What /v1/views takes and answers. The body's schema is also its check. */
import { Type } from 'typebox'

import {
  BY_KEY_OR_SESSION,
  type Documented,
  guardedRefusals,
  jsonAnswer,
  BODY_REFUSALS,
} from '../documented.ts'

const NAME_LENGTH_MAX = 200
const QUERY_LENGTH_MAX = 8000

const state = {
  name: Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX, pattern: '\\S' }),
  report: Type.String({ minLength: 1, maxLength: 64, description: 'Id of a report or layout' }),
  query: Type.String({
    maxLength: QUERY_LENGTH_MAX,
    description: 'State of the report as its address has it, behind the `?`: filters, columns, groups, zone',
  }),
}

export const viewBody = Type.Object(
  { ...state, shared: Type.Optional(Type.Boolean({ description: 'Seen by everybody of the tenant' })) },
  { additionalProperties: false },
)

const view = Type.Object({
  id: Type.String({ format: 'uuid' }),
  ...state,
  shared: Type.Boolean(),
  mine: Type.Boolean({ description: 'Made by this key or session' }),
  owner: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
})

const params = Type.Object({ id: Type.String() })
const common = { tags: ['views'], security: BY_KEY_OR_SESSION }

export const createViewSchema: Documented = {
  ...common,
  summary: 'Save a view',
  body: viewBody,
  response: { 201: jsonAnswer('The view', view), ...guardedRefusals('LIMIT_REACHED', ...BODY_REFUSALS) },
}

export const listViewsSchema: Documented = {
  ...common,
  summary: 'Views of this key or session, and shared ones',
  response: { 200: jsonAnswer('By name', Type.Object({ views: Type.Array(view) })), ...guardedRefusals() },
}

export const oneViewSchema: Documented = {
  ...common,
  summary: 'One view',
  params,
  response: { 200: jsonAnswer('The view', view), ...guardedRefusals('NOT_FOUND') },
}

export const updateViewSchema: Documented = {
  ...common,
  summary: 'Change a view',
  description: 'By its owner; shared views also with scope admin.',
  params,
  body: viewBody,
  response: { 200: jsonAnswer('The view', view), ...guardedRefusals('NOT_FOUND', ...BODY_REFUSALS) },
}

export const removeViewSchema: Documented = {
  ...common,
  summary: 'Remove a view',
  description: 'By its owner; shared views also with scope admin.',
  params,
  response: { 204: { description: 'Removed', type: 'null' }, ...guardedRefusals('NOT_FOUND', 'CROSS_SITE') },
}
