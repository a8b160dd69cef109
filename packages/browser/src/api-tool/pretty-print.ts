import type { Encoding } from '@yaoquan/protocol'

/** An answer with line breaks and indents; as it is when it cannot be read. */
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

/** A declaration, an element that holds text only or nothing, a start, an end, or what lies between. */
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
