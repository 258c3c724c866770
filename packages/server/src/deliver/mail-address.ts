/**
 * Addresses of e-mail, as far as we send to them.
 * Only the plain form, `local@domain` in ASCII: what can hide a header, a second address or a comment is refused, not cleaned.
 */

const ADDRESS_CHARACTERS_MAX = 254
const LOCAL_CHARACTERS_MAX = 64
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

export interface Mailbox {
  name?: string
  address: string
}

export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  return (
    text.length <= ADDRESS_CHARACTERS_MAX &&
    local.length <= LOCAL_CHARACTERS_MAX &&
    LOCAL.test(local) &&
    domainOf(text)
      .split('.')
      .every(label => LABEL.test(label))
  )
}

/** In lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

/** `daybook@example.com` or `Daybook <daybook@example.com>`. Undefined: it is neither. */
export function readMailbox(text: string): Mailbox | undefined {
  const [, name, inBrackets] = /^([^<>"\p{Cc}]*?)\s*<([^<>]+)>$/u.exec(text.trim()) ?? []
  const address = inBrackets ?? text.trim()
  if (!isMailAddress(address)) return undefined
  return name === undefined || name === '' ? { address } : { name, address }
}
