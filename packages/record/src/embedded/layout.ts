/**
 * Where the embedded server's files are.
 *
 *   <directory>/lock, lock.pid     who uses the directory
 *   <directory>/password           of the server, ours alone
 *   <directory>/server/            0700, the server's account
 *   <directory>/server/cluster/    PostgreSQL's own
 *   <directory>/server/socket/     the only way in
 *
 * The server does not get a path but `server/` itself, as an open directory: on Linux `/proc/self/fd/3` leads there
 * whoever may walk the directories above, and however long their names are (a socket's path has 107 bytes at most).
 */
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { RecordError } from '../errors.ts'
import type { Account } from './account.ts'

export interface Layout {
  directory: string
  server: string
  /** an open descriptor of `server` */
  serverFd: number
  /** `server` as the server sees it, when the descriptor is its third */
  inside: string
  /** `server/socket` as this process sees it, short enough for a socket */
  socket: string
  close(): void
}

/** Where a child finds the descriptor that stands fourth in its `stdio`. */
const INHERITED = '/proc/self/fd/3'
const SOCKET_PATH_BYTES_MAX = 103
const SOCKET_NAME = '/.s.PGSQL.5432'
export const PORT = 5432

export function serverDirectory(directory: string): string {
  return join(resolve(directory), 'server')
}

export function openLayout(directory: string, account: Account): Layout {
  const server = serverDirectory(directory)
  const socket = join(server, 'socket')
  for (const path of [server, socket]) {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    chmodSync(path, 0o700)
    if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid)
  }
  const byDescriptor = existsSync('/proc/self/fd')
  if (!byDescriptor && Buffer.byteLength(socket + SOCKET_NAME) > SOCKET_PATH_BYTES_MAX) {
    throw new RecordError('ENGINE_FAILED', {
      text: `The path of the data directory is too long: ${directory}`,
    })
  }
  const serverFd = openSync(server, 'r')
  return {
    directory: resolve(directory),
    server,
    serverFd,
    inside: byDescriptor ? INHERITED : server,
    socket: byDescriptor ? `/proc/self/fd/${serverFd}/socket` : socket,
    close: () => closeSync(serverFd),
  }
}
