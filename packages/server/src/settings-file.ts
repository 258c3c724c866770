/**
 * Reads a settings file: text to names and values, nothing else.
 * A name that is there twice is an error, because nobody could tell which one counts.
 */

/** A settings file: a JSON object of strings, or lines of NAME=VALUE with `#` comments. Throws SyntaxError. */
export function parseSettings(text: string): Record<string, string> {
  if (text.trimStart().startsWith('{')) return parseJsonSettings(text)
  const settings: Record<string, string> = {}
  for (const [number, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const match = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(line)
    const name = match?.[1]
    if (name === undefined) throw new SyntaxError(`line ${number + 1} is not NAME=VALUE`)
    if (Object.hasOwn(settings, name)) throw new SyntaxError(`${name} is there twice (line ${number + 1})`)
    settings[name] = (match?.[2] ?? '').replace(/^(["'])(.*)\1$/, '$2')
  }
  return settings
}

function parseJsonSettings(text: string): Record<string, string> {
  const parsed: unknown = JSON.parse(text)
  const settings: Record<string, string> = {}
  for (const [name, value] of Object.entries(parsed as Record<string, unknown>)) {
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new SyntaxError(`${name} should be a string`)
    settings[name] = String(value)
  }
  return settings
}
