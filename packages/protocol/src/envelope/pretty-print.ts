import type { Encoding } from './envelope.ts'

/**
 * Formats an answer with line breaks and indentation; returns it unchanged if it cannot be parsed.
 * @param indent spaces of each level
 */
export function prettyPrint(text: string, encoding: Encoding, indent = 2): string {
  return encoding === 'xml' ? prettyXml(text, indent) : prettyJson(text, indent)
}

function prettyJson(text: string, indent: number): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, indent)
  } catch {
    return text
  }
}

/** A declaration, an element with text only, an empty element, an end tag, a start tag, or text. */
const xmlToken = /<\?[^>]*\?>|<([\w:.-]+)[^<>]*>[^<]*<\/\1>|<[^<>]*\/>|<\/[^<>]*>|<[^<>]*>|[^<]+/g

function prettyXml(text: string, indent: number): string {
  const tokens = text.match(xmlToken) ?? []
  if (tokens.join('') !== text) return text
  const lines: string[] = []
  let depth = 0
  for (const token of tokens.map((item) => item.trim()).filter(Boolean)) {
    if (token.startsWith('</')) depth--
    lines.push(' '.repeat(indent * Math.max(depth, 0)) + token)
    if (/^<[^?/!]/.test(token) && !token.endsWith('/>') && !token.includes('</')) depth++
  }
  return lines.join('\n')
}
