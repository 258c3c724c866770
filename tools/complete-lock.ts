/**
 * `npm run lock`: adds to package-lock.json the optional packages of other platforms that the last install left out.
 * A partial registry mirror does not carry them all, and `npm ci` refuses a lock file without them. What is there stays as it is.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Locked {
  version?: string
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const SYSTEMS = new Set([
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
])
const PROCESSORS = new Set([
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
])
const LIBRARIES: Record<string, string> = {
  gnu: 'glibc',
  gnueabihf: 'glibc',
  musl: 'musl',
  musleabihf: 'musl',
}

/** `@scope/name-linux-arm64-musl` says itself where it runs. */
export function platformOf(name: string): Pick<Locked, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-/]/)
  const os = words.filter(word => SYSTEMS.has(word))
  const cpu = words.filter(word => PROCESSORS.has(word))
  const libc = words.flatMap(word => LIBRARIES[word] ?? [])
  return { ...(os.length > 0 && { os }), ...(cpu.length > 0 && { cpu }), ...(libc.length > 0 && { libc }) }
}

/** The packages that are named as optional, exactly and by platform, and not locked. */
export function missingPackages(locked: Readonly<Record<string, Locked>>): Record<string, Locked> {
  const missing: Record<string, Locked> = {}
  for (const { optionalDependencies = {} } of Object.values(locked))
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const path = `node_modules/${name}`
      const platform = platformOf(name)
      if (locked[path] !== undefined || platform.cpu === undefined || !/^\d/.test(version)) continue
      missing[path] = { version, ...platform, optional: true }
    }
  return missing
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '../package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> }
  const missing = missingPackages(lock.packages)
  const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, 2)}\n`)
  console.log(`${Object.keys(missing).length} packages added`)
}
