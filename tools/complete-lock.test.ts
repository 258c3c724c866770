import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { missingPackages, platformOf } from './complete-lock.ts'

test('the lock file names the optional packages of every platform, so that npm ci takes it', () => {
  const text = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')
  const { packages } = JSON.parse(text) as { packages: Parameters<typeof missingPackages>[0] }
  expect(Object.keys(missingPackages(packages)), 'run `npm run lock`').toEqual([])
})

test('a platform is read out of a package name', () => {
  expect(platformOf('@x/binding-linux-arm64-musl')).toEqual({ os: ['linux'], cpu: ['arm64'], libc: ['musl'] })
  expect(platformOf('@x/lib-darwin-x64')).toEqual({ os: ['darwin'], cpu: ['x64'] })
  expect(platformOf('fsevents')).toEqual({})
})
