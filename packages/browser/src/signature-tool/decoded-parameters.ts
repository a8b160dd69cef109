import type { Parameters } from '@yaoquan/protocol'

/**
 * Reads parameters from text that is not URL-encoded: `a=b&c=d`, `name=value` or `name: value` per line, a JSON object,
 * or a map as printed by Java, PHP and Python. The first value of a name is used.
 */
export function decodedParameters(texts: readonly string[]): Parameters {
  const parameters = new Map<string, string>()
  for (const [name, value] of texts.flatMap(pairsOf)) {
    if (!parameters.has(name)) parameters.set(name, value)
  }
  return parameters
}

type Pair = readonly [name: string, value: string]

function pairsOf(text: string): readonly Pair[] {
  return jsonPairs(text) ?? linePairs(text) ?? mapPairs(text) ?? queryPairs(text)
}

function jsonPairs(text: string): readonly Pair[] | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const members: Readonly<Record<string, unknown>> = JSON.parse(text)
    return Object.entries(members).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
  } catch {
    return undefined
  }
}

/** `name=value`, `name: value`, `name => value` or `[name] => value`. */
const line = /^\s*['"[]?([A-Za-z_][\w.]*)['"\]]?\s*(?:=>|[=:])\s?(.*)$/

function linePairs(text: string): readonly Pair[] | undefined {
  const lines = text.split('\n').filter((item) => item.trim() !== '' && !/^\s*(?:Array|[()[\]{}]),?\s*$/.test(item))
  if (lines.length < 2) return undefined
  const pairs = lines.map((item): Pair | undefined => {
    const [, name, value = ''] = line.exec(item) ?? []
    return name === undefined || startsNextPair.test(value) ? undefined : [name, unquoted(value)]
  })
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined
}

function unquoted(value: string): string {
  return /^(['"])(.*)\1,?$/.exec(value)?.[2] ?? value
}

/** `{a=b, c=d}`, as Java prints a map. */
function mapPairs(text: string): readonly Pair[] | undefined {
  const inside = /^\{([A-Za-z_][\w.]*=[\s\S]*)\}$/.exec(text)?.[1]
  return inside === undefined ? undefined : inside.split(/, (?=[A-Za-z_][\w.]*=)/).map(splitPair)
}

/** In decoded text a value may contain `&`, so only one followed by a name and `=` starts the next pair. */
const startsNextPair = /&(?=[A-Za-z_][\w.]*=)/

function queryPairs(text: string): readonly Pair[] {
  const parts = text.replace(/^[?&]/, '').split(startsNextPair)
  return parts.filter((part) => part !== '').map(splitPair)
}

function splitPair(part: string): Pair {
  const equals = part.indexOf('=')
  return equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
}
