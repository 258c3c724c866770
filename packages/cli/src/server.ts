/** The server's package, loaded only by the commands that run engines: a client command starts without them. */
import { CliError } from './errors.ts'

export type ServerPackage = typeof import('@daybook/server')

export async function loadServer(): Promise<ServerPackage> {
  return import('@daybook/server')
}

/** Opens record and index without a server. Throws 'DATA_DIRECTORY_IN_USE' when one runs over them. */
export async function openEnginesAlone(
  ...args: Parameters<ServerPackage['openEngines']>
): ReturnType<ServerPackage['openEngines']> {
  const { openEngines, DataLockedError } = await loadServer()
  try {
    return await openEngines(...args)
  } catch (cause) {
    if (!(cause instanceof DataLockedError)) throw cause
    throw new CliError('DATA_DIRECTORY_IN_USE', cause.message, { cause })
  }
}
