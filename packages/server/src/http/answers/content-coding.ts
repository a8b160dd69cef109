import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Coding = 'br' | 'gzip'

/**
 * Parses an `Accept-Encoding` header (RFC 9110, 12.5.3).
 * @returns the weight of each coding by its name in lower case, `*` among them: 0 (refused) to 1; 1 where none is given
 */
export function parseAcceptEncoding(header: string | undefined): ReadonlyMap<string, number> {
  return new Map(header?.split(',').map(nameAndWeight))
}

function nameAndWeight(item: string): readonly [string, number] {
  const parts = item.toLowerCase().split(';')
  const [name = '', ...attributes] = parts.map((part) => part.trim())
  const weight = attributes.find((attribute) => attribute.startsWith('q='))?.slice(2)
  return [name, weight === undefined ? 1 : Number(weight)]
}

/** `fastest` for answers to calls, `quick` for pages of one request, `best` for bytes that are kept and sent again. */
export type Effort = keyof typeof levels

// Brotli's two levels above 9 take ten times as long and save another twentieth.
const levels = { fastest: { gzip: 1, br: 1 }, quick: { gzip: 4, br: 4 }, best: { gzip: 9, br: 9 } } as const

const gzipAsync = promisify(gzip)
const brotliAsync = promisify(brotliCompress)

/** @returns the compressed bytes; the work runs in the thread pool */
export async function compress(body: Uint8Array, coding: Coding, effort: Effort): Promise<Uint8Array> {
  const level = levels[effort][coding]
  if (coding === 'gzip') return gzipAsync(body, { level })
  return brotliAsync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: level } })
}
