import type { Encoding } from '@yaoquan/protocol'

/** Formats an answer with line breaks and indentation; returns it unchanged if it cannot be parsed. */
export function prettyPrint(text: string, encoding: Encoding): string {
  return encoding === 'xml' ? prettyXml(text) : prettyJson(text)
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}

/** A declaration, an element with text only, an empty element, an end tag, a start tag, or text. */
const xmlToken = /<\?[^>]*\?>|<([\w:.-]+)[^<>]*>[^<]*<\/\1>|<[^<>]*\/>|<\/[^<>]*>|<[^<>]*>|[^<]+/g

function prettyXml(text: string): string {
  const tokens = text.match(xmlToken) ?? []
  if (tokens.join('') !== text) return text
  const lines: string[] = []
  let depth = 0
  for (const token of tokens.map((item) => item.trim()).filter(Boolean)) {
    if (token.startsWith('</')) depth--
    lines.push('  '.repeat(Math.max(depth, 0)) + token)
    if (/^<[^?/!]/.test(token) && !token.endsWith('/>') && !token.includes('</')) depth++
  }
  return lines.join('\n')
}
