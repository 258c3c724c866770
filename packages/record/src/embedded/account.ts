/**
 * The account that the embedded server runs under.
 * PostgreSQL refuses to be root: started by root, it runs as the owner of its files, at first `daybook` or `nobody`.
 */
import { readFileSync, statSync } from 'node:fs'

import { RecordError } from '../errors.ts'

/** Undefined uid: our own account. */
export interface Account {
  uid?: number
  gid?: number
}

const NAMES = ['daybook', 'nobody']

/** `directory`: the server's files, when they are there already. Throws ENGINE_NEEDS_USER. */
export function serverAccount(ownUid: number | undefined, directory: string): Account {
  if (ownUid !== 0) return {}
  const owner = statSync(directory, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const accounts = readAccounts()
  for (const name of NAMES) {
    const account = accounts.get(name)
    if (account !== undefined && account.uid !== 0) return account
  }
  throw new RecordError('ENGINE_NEEDS_USER', {
    text: 'Start Daybook as an ordinary user, or make an account called daybook.',
  })
}

function readAccounts(): Map<string, { uid: number; gid: number }> {
  const accounts = new Map<string, { uid: number; gid: number }>()
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name === undefined || uid === undefined || gid === undefined) continue
    // macOS writes nobody as -2.
    accounts.set(name, { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 })
  }
  return accounts
}
