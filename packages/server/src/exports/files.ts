/**
 * The few things that exports do with files, each durable when it resolves.
 * Files and directories are readable by the server's own account alone.
 */
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export const PRIVATE_FILE = 0o600
const PRIVATE_DIRECTORY = 0o700

export async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: PRIVATE_DIRECTORY })
}

export async function existsFile(path: string, bytes: number): Promise<boolean> {
  return (await sizeOf(path)) === bytes
}

/** undefined: there is no such file. */
export async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The new name is on disk when this resolves. */
export async function moveFile(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncDirectory(dirname(to))
}

export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** Whether or not they were there. */
export async function removeFiles(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true })
}

/** Everything in a directory but this file. */
export async function removeOthers(directory: string, file: string): Promise<void> {
  const paths = (await readdir(directory)).map(name => join(directory, name))
  for (const path of paths) if (path !== file) await removeFiles(path)
}
