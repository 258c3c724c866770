/**
 * Takes out of the fonts of a Latin page what no page shows: weights beyond those of the styles, ligatures and alternates.
 * No character is lost: each file keeps all of the range that its `@font-face` promises.
 */
import { createHash } from 'node:crypto'

import subsetFont from 'subset-font'
import type { Plugin } from 'vite'

/** Weights that the styles ask for. */
const WEIGHTS: Readonly<Record<string, { min: number; max: number }>> = {
  inter: { min: 400, max: 650 },
  'jetbrains-mono': { min: 400, max: 600 },
}
/** Kerning, marks above and below letters, and figures of one width. */
const FEATURES = ['kern', 'mark', 'mkmk', 'ccmp', 'locl', 'tnum']
const LATIN = /([\w-]+)-latin-wght-normal/
/** Names hold the hash of what a file is made from, and this one of what is taken out: browsers keep it for a year. */
const SHAPE = createHash('sha256')
  .update(JSON.stringify([WEIGHTS, FEATURES]))
  .digest('hex')
  .slice(0, 6)

export function lighterFonts(): Plugin {
  return {
    name: 'daybook-lighter-fonts',
    apply: 'build',
    config: () => ({ build: { rolldownOptions: { output: { assetFileNames } } } }),
    generateBundle: {
      order: 'pre',
      async handler(_, bundle) {
        const assets = Object.values(bundle).filter(file => file.type === 'asset')
        const css = assets
          .filter(({ fileName }) => fileName.endsWith('.css'))
          .map(({ source }) => String(source))
        for (const font of assets.filter(({ fileName }) => fileName.endsWith('.woff2'))) {
          const weights = WEIGHTS[LATIN.exec(font.fileName.replace(/^.*\//, ''))?.[1] ?? '']
          if (weights === undefined) continue
          font.source = await subsetFont(
            Buffer.from(font.source),
            promisedBy(css.join('\n'), font.fileName),
            {
              targetFormat: 'woff2',
              keepFeatures: FEATURES,
              variationAxes: { wght: weights },
            },
          )
        }
      },
    },
  }
}

const assetFileNames = ({ names }: { names: string[] }): string =>
  names.some(name => LATIN.test(name))
    ? `assets/[name]-${SHAPE}-[hash][extname]`
    : 'assets/[name]-[hash][extname]'

/** Every character that the `@font-face` of a file is for. */
function promisedBy(css: string, fileName: string): string {
  const face = css.split('@font-face').find(one => one.includes(fileName))
  const ranges = face?.match(/unicode-range:([^;}]+)/)?.[1]
  if (ranges === undefined) throw new Error(`No style says which characters ${fileName} is for`)
  return ranges
    .split(',')
    .map(range => charactersOf(range.trim()))
    .join('')
}

/** `U+2000-206F`, `U+20AC`, `U+4??` */
function charactersOf(range: string): string {
  const [from = '', to = from] = range.replace(/^U\+/i, '').split('-')
  const first = Number.parseInt(from.replaceAll('?', '0'), 16)
  const last = Number.parseInt(to.replaceAll('?', 'F'), 16)
  return Array.from({ length: last - first + 1 }, (_, n) => String.fromCodePoint(first + n)).join('')
}
