/**
 * A Debian package that only the tests need: found, or installed when this user may, or asked for in plain words.
 * Invariant: nothing is installed when one of the files is already there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'

/** `provides`: paths or globs, one of which shows that the package (or something as good) is there. */
export function ensureDebianPackage(name: string, provides: readonly string[]): void {
  if (provides.some(isThere)) return

  const byHand = `The tests need ${name}. Install it with:\n\n  sudo apt-get update && sudo apt-get install -y ${name}\n`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(byHand)

  console.log(`Installing ${name}, which the tests need …`)
  const apt = (...args: string[]) =>
    spawnSync('/usr/bin/apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const installed = apt('update') && apt('install', '-y', '--no-install-recommends', name)
  if (!installed || !provides.some(isThere)) throw new Error(byHand)
}

function isThere(path: string): boolean {
  return existsSync(path) || globSync(path.replace(/^\//, ''), { cwd: '/' }).length > 0
}
