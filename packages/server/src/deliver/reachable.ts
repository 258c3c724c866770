/**
 * Which addresses we connect to on somebody's word.
 * Only those of the public internet, and the networks that who runs Daybook has named: everything else is somebody's
 * inside, perhaps our own.
 */
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'

/** Not public, by the registries of special addresses (RFC 6890 and its successors). */
const CLOSED_V4: readonly [string, number][] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // behind a provider
  ['127.0.0.0', 8], // this machine
  ['169.254.0.0', 16], // link, also where clouds tell machines their secrets
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocols
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // groups
  ['240.0.0.0', 4], // reserved, broadcast
]
/** Of IPv6 only this is given out to anybody; special parts of it carry an IPv4 address or lead nowhere. */
const OPEN_V6: readonly [string, number][] = [['2000::', 3]]
const CLOSED_V6: readonly [string, number][] = [
  ['2001::', 23], // protocols, Teredo among them
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4
  ['3fff::', 20], // documentation
]

export const LOOPBACK = 'loopback'
const LOOPBACK_NETWORKS = ['127.0.0.0/8', '::1/128']

export class Reachable {
  readonly #named: BlockList
  readonly #closed = listOf(CLOSED_V4, 'ipv4', listOf(CLOSED_V6, 'ipv6'))
  readonly #open = listOf(OPEN_V6, 'ipv6')

  /** @param networks as readNetworks gives them: reached although they are not public */
  constructor(networks: readonly string[] = []) {
    this.#named = new BlockList()
    for (const network of networks.flatMap(one => (one === LOOPBACK ? LOOPBACK_NETWORKS : [one]))) {
      const [address = '', bits = ''] = network.split('/')
      this.#named.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6')
    }
  }

  /** Whether we may connect to this IP address. */
  allows(address: string): boolean {
    const plain = unmapped(address)
    if (this.isNamed(plain)) return true
    if (isIPv4(plain)) return !this.#closed.check(plain, 'ipv4')
    return isIPv6(plain) && this.#open.check(plain, 'ipv6') && !this.#closed.check(plain, 'ipv6')
  }

  /** Whether this IP address is in a network that was named by who runs Daybook. */
  isNamed(address: string): boolean {
    const plain = unmapped(address)
    return isIP(plain) !== 0 && this.#named.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6')
  }
}

/** `loopback` or CIDR networks, separated by commas. Undefined: something in it is neither. */
export function readNetworks(text: string): string[] | undefined {
  const networks = text.split(',').map(one => one.trim())
  return networks.every(isNetwork) ? networks : undefined
}

function isNetwork(text: string): boolean {
  if (text === LOOPBACK) return true
  const [, address = '', bits = ''] = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(text) ?? []
  const version = isIP(address)
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128)
}

/** An IPv4 address in the clothes of IPv6 (`::ffff:127.0.0.1`) is judged as what it is. */
function unmapped(address: string): string {
  const plain = address.replace(/%.*$/, '')
  if (!isIPv6(plain)) return plain
  // A URL writes the last 32 bits in hexadecimal.
  const normal = new URL(`http://[${plain}]`).hostname.slice(1, -1)
  const [, high = '', low = ''] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(normal) ?? []
  if (low === '') return normal
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [a >> 8, a & 255, b >> 8, b & 255].join('.')
}

function listOf(
  networks: readonly [string, number][],
  family: 'ipv4' | 'ipv6',
  into: BlockList = new BlockList(),
): BlockList {
  for (const [address, bits] of networks) into.addSubnet(address, bits, family)
  return into
}
