/**
 * Where the keys come from that secrets are sealed with: the setting, then a file in the data directory.
 * With an embedded record the file is made at the first start. Beside a record of its own server several machines need the
 * same key, so none is made there: it has to be set.
 */
import { open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import { PRIVATE_FILE, syncDirectory } from './exports/files.ts'
import { SECRET_KEY_BYTES, SecretBox } from './secret-box.ts'

export interface SecretsConfig {
  /** of DAYBOOK_SECRETS_KEY; the first seals */
  keys: readonly Uint8Array[]
  /** absolute; absent where no file is made */
  file?: string
}

/** The caller holds the lock of the data directory. Throws SyntaxError for a file that holds something else than keys. */
export async function openSecretBox(
  { keys, file }: SecretsConfig,
  randomBytes: (n: number) => Uint8Array,
): Promise<SecretBox> {
  const known = file === undefined ? [] : await readKeyFile(file)
  if (file !== undefined && keys.length === 0 && known.length === 0) {
    const made = Uint8Array.from(randomBytes(SECRET_KEY_BYTES))
    await writeKeyFile(file, made)
    known.push(made)
  }
  return new SecretBox([...keys, ...known], randomBytes)
}

/** Base64 or Base64url of 32 bytes; undefined when it is not. */
export function readSecretKey(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined
  const key = Buffer.from(text, 'base64')
  return key.length === SECRET_KEY_BYTES ? key : undefined
}

async function readKeyFile(file: string): Promise<Uint8Array[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const lines = text.split('\n').map(line => line.trim())
  return lines
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const key = readSecretKey(line)
      if (key === undefined)
        throw new SyntaxError(`${file} holds a line that is no key of 32 bytes in Base64`)
      return key
    })
}

/** Whole or not at all: a crash before the end leaves an empty file, which the next start takes for none. */
async function writeKeyFile(path: string, key: Uint8Array): Promise<void> {
  const file = await open(path, 'w', PRIVATE_FILE)
  try {
    await file.chmod(PRIVATE_FILE)
    await file.writeFile(`${Buffer.from(key).toString('base64')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncDirectory(dirname(path))
}
