/** A certificate for this machine's own names, made for one run of a test. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { ensureDebianPackage } from '../tools/debian-package.ts'

export interface Certificate {
  key: string
  /** signed by itself: also the authority to trust */
  cert: string
}

export function makeCertificate(names = 'DNS:localhost,IP:127.0.0.1'): Certificate {
  ensureDebianPackage('openssl', ['/usr/bin/openssl'])
  const directory = mkdtempSync(join(tmpdir(), 'daybook-certificate-'))
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
  const how = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
  ]
  try {
    execFileSync(
      'openssl',
      ['req', '-x509', ...how, '-addext', `subjectAltName=${names}`, '-keyout', key, '-out', cert],
      {
        stdio: 'pipe',
      },
    )
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
