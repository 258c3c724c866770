import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'

import { openIndex, ReportError } from './index.ts'
import { openHttp } from './http-driver.ts'
import { QUIET } from './testing/worlds.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

test('a server that is not there is unavailable, with a code', async () => {
  const port = await listening((_, response) => response.end())
  server?.close()
  const opened = openIndex({ engine: { kind: 'http', url: `http://127.0.0.1:${port}` }, log: QUIET })
  await expect(opened).rejects.toMatchObject({ code: 'INDEX_UNAVAILABLE', status: 503 })
})

test.each([
  [159, 'QUERY_TOO_EXPENSIVE'],
  [241, 'QUERY_TOO_EXPENSIVE'],
  [202, 'INDEX_OVERLOADED'],
  [242, 'INDEX_UNAVAILABLE'],
  [60, 'INDEX_FAULT'],
])('the server error %d has the code %s', async (number, code) => {
  const port = await listening((_, response) => {
    response.writeHead(500, { 'X-ClickHouse-Exception-Code': String(number) })
    response.end(
      `Code: ${number}. DB::Exception: Something with "data" in it. (SOME_ERROR) (version 26.7.2.1)\n`,
    )
  })
  const driver = openHttp(`http://127.0.0.1:${port}`)
  const asked = driver.query('SELECT 1')
  await expect(asked).rejects.toThrow(ReportError)
  await expect(asked).rejects.toMatchObject({ code })
  await expect(asked).rejects.not.toThrow(/data/)
  await driver.close()
})

test('an answer that breaks off is an error, never a shorter answer', async () => {
  const port = await listening((_, response) => {
    response.write('[1]\n[2]\n')
    setImmediate(() => response.destroy())
  })
  const driver = openHttp(`http://127.0.0.1:${port}`)
  const read = async () => {
    for await (const chunk of driver.stream('SELECT 1')) expect(chunk.length).toBeGreaterThan(0)
  }
  await expect(read()).rejects.toMatchObject({ code: 'INDEX_UNAVAILABLE' })
  await driver.close()
})

test('user and password of the address go into headers and never into an error', async () => {
  const seen: unknown[] = []
  const port = await listening((request, response) => {
    seen.push(request.headers.authorization)
    response.end('')
  })
  const driver = openHttp(`http://reader:s%40cret@127.0.0.1:${port}`)
  await driver.query('SELECT 1')
  expect(seen).toEqual([`Basic ${Buffer.from('reader:s@cret').toString('base64')}`])
  await driver.close()
  expect(() => openHttp('no address with s@cret')).toThrow(/^The address of the index server is not a URL$/)
})

async function listening(handler: Parameters<typeof createServer>[1]): Promise<number> {
  const started = createServer(handler as never)
  server = started
  await new Promise<void>(resolve => started.listen(0, '127.0.0.1', resolve))
  return (started.address() as AddressInfo).port
}
