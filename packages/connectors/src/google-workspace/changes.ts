/**
 * What changed, out of the parameters of one event.
 * Invariant: a parameter becomes part of a change or goes into `metadata`, never both and never neither.
 */
import { LIMITS, type Change } from '@daybook/event'
import { compact, fitText } from '../fit.ts'
import type { Parameters } from './activity.ts'

const OLD = ['OLD_VALUE', 'old_value'] as const
const NEW = ['NEW_VALUE', 'new_value'] as const

/** What the event's own name says about the attribute, where no parameter names it. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  RENAME_USER: 'email',
  USER_LICENSE_ASSIGNMENT: 'license',
  USER_LICENSE_REVOKE: 'license',
  rename: 'title',
  change_user_access: 'access',
  change_acl_editors: 'acl_editors',
  change_document_visibility: 'visibility',
  change_document_access_scope: 'access_scope',
}

export interface Changes {
  changes: Change[]
  /** Names of the parameters that the changes say already. */
  used: ReadonlySet<string>
}

export function changesOf(eventName: string, parameters: Parameters): Changes {
  const changes: Change[] = []
  const used = new Set<string>()
  const old = take(parameters, OLD, used)
  const now = take(parameters, NEW, used)
  if (old !== undefined || now !== undefined) {
    const setting = take(parameters, ['SETTING_NAME'], used)
    // A renamed user is named by the old address.
    const before = old ?? (eventName === 'RENAME_USER' ? parameters.get('USER_EMAIL') : undefined)
    const attribute = fitText(setting, LIMITS.attributeMax) ?? attributeOf(eventName)
    changes.push(compact({ attribute, old: before, new: now }) as Change)
  }
  addVisibility(parameters, changes, used)
  return { changes, used }
}

/** Drive tells a change of visibility beside the change that caused it. */
function addVisibility(parameters: Parameters, changes: Change[], used: Set<string>): void {
  const old = parameters.get('old_visibility')
  const now = parameters.get('visibility')
  if (old === undefined || now === undefined || old === 'unknown' || old === now) return
  if (changes.some(change => change.attribute === 'visibility')) return
  changes.push({ attribute: 'visibility', old, new: now })
  used.add('old_visibility')
}

function take(parameters: Parameters, names: readonly string[], used: Set<string>) {
  const name = names.find(one => parameters.has(one))
  if (name === undefined) return undefined
  used.add(name)
  return parameters.get(name)
}

/** `CHANGE_FIRST_NAME` → `first_name` */
function attributeOf(eventName: string): string {
  const known = ATTRIBUTES[eventName]
  if (known !== undefined) return known
  return eventName.replace(/^(CHANGE|UPDATE|SET|TOGGLE|EDIT)_/i, '').toLowerCase() || 'value'
}
