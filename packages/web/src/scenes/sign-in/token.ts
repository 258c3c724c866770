/** Reads a sign-in token out of what a person pasted: the token, or the whole link that ends with it. */

const TOKEN = /^[A-Za-z0-9_-]{16,256}$/

/** Undefined when there is no token in it. */
export function tokenIn(text: string): string | undefined {
  const token = text.trim().split('#').at(-1) ?? ''
  return TOKEN.test(token) ? token : undefined
}
