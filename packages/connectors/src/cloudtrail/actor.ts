/**
 * Who acted, out of `userIdentity`.
 * Invariant: the id is one that AWS never gives to anybody else (principalId), the name is what people read.
 *
 * Somebody who works through a role is told apart from the role: the role is the actor, and the session that assumed it
 * (its source identity when AWS knows it, else the name that the caller chose) is the impersonator.
 */
import { LIMITS, type ActorType } from '@daybook/event'
import type { NewEvent, NewPerson } from '@daybook/sdk'
import { compact, fitId, fitText } from '../fit.ts'
import { textOf, type Identity } from './record.ts'

const TYPES: Readonly<Record<string, ActorType>> = {
  Root: 'user',
  IAMUser: 'user',
  FederatedUser: 'user',
  SAMLUser: 'user',
  WebIdentityUser: 'user',
  IdentityCenterUser: 'user',
  Directory: 'user',
  AssumedRole: 'apiKey',
  Role: 'apiKey',
  AWSAccount: 'apiKey',
  AWSService: 'system',
  Unknown: 'system',
}

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/
const INSTANCE_ID = /^m?i-[0-9a-f]+$/

export function actorOf(identity: Identity): NewEvent['actor'] {
  const session = identity.sessionContext
  if (identity.type === 'AssumedRole' && session?.sessionIssuer?.principalId) {
    const role = session.sessionIssuer
    return compact({
      ...person('apiKey', role.principalId, role.userName),
      impersonator: assumedBy(session.sourceIdentity ?? sessionName(identity), identity.invokedBy),
    }) as NewEvent['actor']
  }
  const type = identity.type === undefined ? 'system' : (TYPES[identity.type] ?? 'system')
  const id =
    identity.principalId ??
    identity.onBehalfOf?.userId ??
    identity.invokedBy ??
    identity.arn ??
    identity.accountId
  const name = identity.userName ?? (identity.type === 'Root' ? 'root' : undefined)
  return person(type, id ?? identity.type, name)
}

function person(type: ActorType, id: unknown, name: unknown): NewPerson {
  const readable = fitText(name, LIMITS.nameMax)
  return compact({
    type,
    id: fitId(id, LIMITS.idMax) ?? 'unknown',
    name: readable,
    email: readable !== undefined && EMAIL.test(readable) ? fitText(readable, LIMITS.emailMax) : undefined,
  }) as NewPerson
}

/** The part after the colon of `AROA…:session`. */
function sessionName(identity: Identity): string | undefined {
  const principal = textOf(identity.principalId)
  const colon = principal.indexOf(':')
  return colon < 0 ? undefined : principal.slice(colon + 1)
}

function assumedBy(name: string | undefined, invokedBy: string | undefined): NewPerson | undefined {
  if (fitText(name, 1) === undefined) return undefined
  const byMachine = invokedBy !== undefined || INSTANCE_ID.test(name ?? '')
  return person(EMAIL.test(name ?? '') ? 'user' : byMachine ? 'system' : 'apiKey', name, name)
}
