/** The part of subset-font that is used: it brings no types. */
declare module 'subset-font' {
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: {
      targetFormat: 'woff2'
      keepFeatures: readonly string[]
      variationAxes: Readonly<Record<string, { min: number; max: number }>>
    },
  ): Promise<Buffer>
}
