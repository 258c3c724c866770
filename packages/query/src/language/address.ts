/**
 * IP addresses and networks (CIDR) as the filter language reads them.
 * Networks have one spelling: the bits behind the prefix are zero, so equal networks are equal texts.
 */

import { normaliseIp } from '@daybook/event'

import type { NetworkTest } from './value-test.ts'

/** Reads an address (all its bits count) or a network; undefined when it is neither. */
export function readNetwork(text: string): NetworkTest | undefined {
  const slash = text.indexOf('/')
  const written = slash < 0 ? text : text.slice(0, slash)
  const address = normaliseIp(written)
  if (address === undefined) return undefined
  const family = familyOf(address)
  const widest = family === 4 ? 32 : 128
  if (slash < 0) return { test: 'network', family, address, bits: widest }
  const prefix = text.slice(slash + 1)
  if (!/^\d{1,3}$/.test(prefix)) return undefined
  // The prefix of an IPv4 network that is mapped into IPv6 (::ffff:10.0.0.0/104) counts the 96 bits before it.
  const bits = Number(prefix) - (family === 4 && written.includes(':') ? 96 : 0)
  if (bits < 0 || bits > widest) return undefined
  return {
    test: 'network',
    family,
    address: writeBits(keepBits(bitsOf(address), bits, widest), family),
    bits,
  }
}

/** The canonical text of a network; a single address without its length. */
export function writeNetwork({ family, address, bits }: NetworkTest): string {
  return bits === (family === 4 ? 32 : 128) ? address : `${address}/${bits}`
}

/** @param ip an address in normal form; anything else is in no network */
export function isInNetwork(ip: string, network: NetworkTest): boolean {
  const address = normaliseIp(ip)
  if (address === undefined || familyOf(address) !== network.family) return false
  const widest = network.family === 4 ? 32 : 128
  return keepBits(bitsOf(address), network.bits, widest) === bitsOf(network.address)
}

/** `10.0.*` is how people write a network; this is how it is written here. */
export function networkOfWildcard(text: string): string | undefined {
  const match = /^((?:\d{1,3}\.){1,3})\*$/.exec(text)
  if (match === null) return undefined
  const octets = (match[1] as string).split('.').slice(0, -1)
  const full = [...octets, ...Array<string>(4 - octets.length).fill('0')].join('.')
  const network = readNetwork(`${full}/${octets.length * 8}`)
  return network === undefined ? undefined : writeNetwork(network)
}

function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4
}

/** @param address in normal form */
function bitsOf(address: string): bigint {
  if (familyOf(address) === 4) return fold(address.split('.').map(Number), 8n)
  const [head = '', tail = ''] = address.split('::')
  const groups = (half: string) =>
    half === '' ? [] : half.split(':').map(group => Number.parseInt(group, 16))
  const [first, last] = [groups(head), groups(tail)]
  return fold([...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last], 16n)
}

function fold(groups: readonly number[], width: bigint): bigint {
  return groups.reduce((bits, group) => (bits << width) | BigInt(group), 0n)
}

function keepBits(bits: bigint, kept: number, widest: number): bigint {
  const behind = BigInt(widest - kept)
  return (bits >> behind) << behind
}

function writeBits(bits: bigint, family: 4 | 6): string {
  const [count, width] = family === 4 ? [4, 8n] : [8, 16n]
  const mask = (1n << width) - 1n
  const groups = Array.from({ length: count }, (_, i) => (bits >> (BigInt(count - 1 - i) * width)) & mask)
  if (family === 4) return groups.join('.')
  const text = groups.map(group => group.toString(16)).join(':')
  return normaliseIp(text) ?? text
}
