/** Builds the web app when it is missing or older than what it is made of. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = [
  'packages/web/{src,public}/**/*',
  'packages/web/{index.html,vite.config.ts,precompress.ts,lighter-fonts.ts,package.json}',
  'packages/{event,query}/src/**/*.ts',
]

export function buildWeb(root: string): void {
  const built = join(root, 'packages/web/dist/index.html')
  const modified = (path: string) => statSync(path).mtimeMs
  const newest = Math.max(...globSync(SOURCES, { cwd: root }).map(file => modified(join(root, file))))
  if (existsSync(built) && modified(built) >= newest) return

  console.log('Building the web app …')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const result = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'packages/web'),
    stdio: 'inherit',
  })
  if (result.status !== 0) throw new Error('The web app could not be built; the lines above say why.')
}
