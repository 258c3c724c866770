import { defineConfig } from 'vitest/config'

import { LongestFirst } from './tools/longest-first.ts'

// Every test file gets a process of its own: the index engine binds one data directory per process.
export default defineConfig({
  test: {
    pool: 'forks',
    isolate: true,
    globalSetup: ['./test/global-setup.ts'],
    setupFiles: ['./tools/seed.ts', './test/end-processes.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    include: [
      'packages/*/src/**/*.test.{ts,tsx}',
      'test/**/*.test.ts',
      'tools/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for may be late on a busy machine; the second that is the default is a guess about its speed.
    expect: { poll: { timeout: 30_000 } },
    reporters: ['default', './tools/closing-line.ts', './tools/ends-anyway.ts'],
  },
})
