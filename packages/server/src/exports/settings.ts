/** How much exports may take: of the machine, of the disk, of a tenant. */

export interface ExportSettings {
  /** absolute; shared by all processes over one record */
  directory: string
  /** No other process can be working on these jobs: the data directory is locked. */
  exclusive: boolean
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
  /** how long a job waits for the index before others get its place */
  indexWaitMs: number
  /** rows of one part: what is done again after a crash */
  partRows: number
}

/** What no setting changes; the rest comes from the configuration. */
export const EXPORT_DEFAULTS = {
  runningPerTenantMax: 2,
  openMax: 20,
  leaseMs: 15_000,
  pollMs: 2_000,
  claimsMax: 20,
  indexWaitMs: 5_000,
  partRows: 100_000,
} as const satisfies Partial<ExportSettings>
