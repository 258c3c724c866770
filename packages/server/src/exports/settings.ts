/** How much exports may take: of the machine, of the disk, of a tenant. All of it can be set; these are the usual values. */

const GIB = 1024 ** 3
const DAY_MS = 86_400_000

export interface ExportSettings {
  /** absolute; shared by all processes over one record */
  directory: string
  /** jobs that this process works on at once; 0: it works on none */
  runningMax: number
  /** of them, of one tenant, over all processes */
  runningPerTenantMax: number
  /** queued and running ones of one tenant */
  openMax: number
  /** bytes of files of one tenant */
  bytesMax: number
  /** how long a ready file is kept */
  keepMs: number
  /** how long a job is kept by a process that shows no sign of life */
  leaseMs: number
  /** how often other processes' jobs and expired files are looked for */
  pollMs: number
  /** how often a job is taken up before it is given up */
  claimsMax: number
  /** rows of one part: what is done again after a crash */
  partRows: number
}

export const EXPORT_DEFAULTS: Omit<ExportSettings, 'directory'> = {
  runningMax: 2,
  runningPerTenantMax: 2,
  openMax: 20,
  bytesMax: 20 * GIB,
  keepMs: 7 * DAY_MS,
  leaseMs: 15_000,
  pollMs: 2_000,
  claimsMax: 20,
  partRows: 100_000,
}
