/** Addresses as text: IPv4 in dotted decimal and IPv6 in the form of RFC 5952. */
/** One address has one spelling, so that a filter by address finds every event from it. */

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/
const GROUP = /^[0-9a-f]{1,4}$/i
const IPV6_LENGTH_MAX = 45

/** The address in normal form, or undefined. An IPv4 address mapped into IPv6 (::ffff:192.0.2.1) becomes IPv4. */
export function normaliseIp(text: string): string | undefined {
  if (IPV4.test(text)) return text
  if (text.length > IPV6_LENGTH_MAX || !text.includes(':')) return undefined
  const groups = ipv6Groups(text)
  if (groups === undefined) return undefined
  if (groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff) {
    const [high, low] = [groups[6] as number, groups[7] as number]
    return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
  }
  return writeIpv6(groups)
}

function ipv6Groups(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = halfGroups(halves[0] as string, halves.length === 1)
  const tail = halves.length === 2 ? halfGroups(halves[1] as string, true) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  return [...head, ...Array<number>(missing).fill(0), ...tail]
}

/** Groups of one side of `::`; dotted decimal may stand only at the very end. */
function halfGroups(half: string, atEnd: boolean): number[] | undefined {
  if (half === '') return []
  const parts = half.split(':')
  const groups: number[] = []
  for (const [i, part] of parts.entries()) {
    if (GROUP.test(part)) {
      groups.push(Number.parseInt(part, 16))
    } else if (atEnd && i === parts.length - 1 && IPV4.test(part)) {
      const [a, b, c, d] = part.split('.').map(Number) as [number, number, number, number]
      groups.push(a * 256 + b, c * 256 + d)
    } else return undefined
  }
  return groups
}

/** RFC 5952 §4: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
function writeIpv6(groups: number[]): string {
  let best = { start: -1, length: 1 }
  for (let start = 0; start < 8; start++) {
    let length = 0
    while (start + length < 8 && groups[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  const hex = groups.map(group => group.toString(16))
  if (best.start < 0) return hex.join(':')
  return hex.slice(0, best.start).join(':') + '::' + hex.slice(best.start + best.length).join(':')
}
