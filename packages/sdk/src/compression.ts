/** gzip through the platform's own CompressionStream, which browsers and Node both have. */
import type { Compressor } from './transport.ts'

export const gzip: Compressor = {
  encoding: 'gzip',
  async compress(text) {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
    return new Uint8Array(await new Response(stream).arrayBuffer())
  },
}
