/**
 * The words of a text, exactly as the index cuts them: lower case, split at every ASCII character that is no letter or digit.
 * Everything beyond ASCII is part of a word, so Hebrew, umlauts and emoji are found as they are written.
 */

// eslint-disable-next-line no-control-regex -- every ASCII character but letters and digits
const SEPARATORS = /[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+/

/** Lower case with one sigma: a final sigma depends on what follows it, which a lone word cannot know. */
export function lowerText(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ')
}

/** The words of a text in order, repeated ones too: what a phrase is sought in. */
export function wordSequence(text: string): string[] {
  return lowerText(text)
    .split(SEPARATORS)
    .filter(word => word !== '')
}

/** @returns the distinct tokens of the text in order of first appearance. */
export function tokens(text: string): string[] {
  return [...new Set(wordSequence(text))]
}
