/**
 * A new cluster: initdb, once.
 * It has its name only when it is complete and on disk, so a start that was cut short is begun again from nothing.
 */
import { spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { RecordError } from '../errors.ts'
import type { Account } from './account.ts'
import { type Binaries, SERVER_ENVIRONMENT } from './binaries.ts'
import type { Layout } from './layout.ts'
import { HBA } from './settings.ts'

export const USER = 'daybook'
const PASSWORD_BYTES = 24
const UNFINISHED = 'cluster.new'
const PASSWORD_FOR_INITDB = 'initial-password'

/** Makes the cluster if there is none and gives its password. Throws ENGINE_FAILED. */
export async function ensureCluster(
  layout: Layout,
  binaries: Binaries,
  account: Account,
  randomBytes: (n: number) => Uint8Array,
): Promise<string> {
  const passwordFile = join(layout.directory, 'password')
  const cluster = join(layout.server, 'cluster')
  if (existsSync(cluster)) {
    if (existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim()
    throw new RecordError('ENGINE_FAILED', { text: `${passwordFile} is missing; put it back from a copy.` })
  }
  rmSync(join(layout.server, UNFINISHED), { recursive: true, force: true })
  const password = Buffer.from(randomBytes(PASSWORD_BYTES)).toString('base64url')
  rmSync(passwordFile, { force: true })
  writeSynced(passwordFile, `${password}\n`)
  const forInitdb = join(layout.server, PASSWORD_FOR_INITDB)
  rmSync(forInitdb, { force: true })
  writeSynced(forInitdb, `${password}\n`)
  if (account.uid !== undefined && account.gid !== undefined) chownSync(forInitdb, account.uid, account.gid)
  await initdb(layout, binaries, account)
  rmSync(forInitdb)
  const hba = join(layout.server, UNFINISHED, 'pg_hba.conf')
  writeFileSync(hba, HBA)
  syncPath(hba)
  renameSync(join(layout.server, UNFINISHED), cluster)
  syncPath(layout.server)
  syncPath(layout.directory)
  return password
}

async function initdb(layout: Layout, binaries: Binaries, account: Account): Promise<void> {
  const child = spawn(
    binaries.initdb,
    [
      `--pgdata=${layout.inside}/${UNFINISHED}`,
      `--username=${USER}`,
      `--pwfile=${layout.inside}/${PASSWORD_FOR_INITDB}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--data-checksums',
      '--no-instructions',
    ],
    { ...account, cwd: '/', env: SERVER_ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe', layout.serverFd] },
  )
  let said = ''
  child.stderr?.on('data', (data: Buffer) => (said += data.toString()))
  const status = await new Promise<string>(resolve => {
    child.on('error', error => resolve(error.message))
    child.on('close', (code, signal) => resolve(code === 0 ? '' : `initdb ended with ${code ?? signal}`))
  })
  if (status !== '') throw new RecordError('ENGINE_FAILED', { text: `${status}: ${said.trim()}` })
}

function writeSynced(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
  syncPath(path)
}

function syncPath(path: string): void {
  const fd = openSync(path, 'r')
  fsyncSync(fd)
  closeSync(fd)
}
