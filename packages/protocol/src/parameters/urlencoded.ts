import { type Gathering, gather } from './parameters.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Gathers `name=value&name=value`. `+` is a space; a name alone has an empty value. */
export function readUrlencoded(text: string, gathering: Gathering): void {
  let start = 0
  while (start < text.length && gathering.unreadable === undefined) {
    let end = text.indexOf('&', start)
    if (end === -1) end = text.length
    if (end > start) gatherPair(text.slice(start, end), gathering)
    start = end + 1
  }
}

/** `name=value&name=value` with everything but unreserved characters percent-encoded, a space as `+`. */
export function writeUrlencoded(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&')
}

function gatherPair(pair: string, gathering: Gathering): void {
  const equals = pair.indexOf('=')
  if (equals === -1) gather(gathering, percentDecode(pair), '')
  else gather(gathering, percentDecode(pair.slice(0, equals)), percentDecode(pair.slice(equals + 1)))
}

function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+')
}

function percentDecode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return decodeLossily(spaced)
  }
}

/** As a browser does: a `%` that is not followed by two hex digits stands for itself, broken UTF-8 becomes U+FFFD. */
function decodeLossily(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = run.slice(1).split('%')
    return decoder.decode(Uint8Array.from(bytes, (hex) => Number.parseInt(hex, 16)))
  })
}
