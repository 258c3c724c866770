/** The server's door: what the command line and the benchmarks use of it. */

export { type Engines, openEngines, type RunningServer, type ServerDeps, startServer } from './compose.ts'
export { ConfigError, type Environment, loadConfig, type ServerConfig, SETTINGS } from './config.ts'
export { DataLockedError } from './data-lock.ts'
export { ERRORS, type ErrorCode, ServerError } from './errors.ts'
export { FIRST_TENANT } from './first-tenant.ts'
export { fsck, type FsckProgress, type FsckReport, rebuild, type RebuildProgress } from './follow/index.ts'
export { buildApp } from './http/app.ts'
export type { AppDeps, Identity } from './http/context.ts'
export { announcement, runServer } from './run.ts'
