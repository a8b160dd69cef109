import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { transportLimits } from '#config/transport-limits'

/** A compression that both ends know. */
export type Coding = 'br' | 'gzip'

const gzipAsync = promisify(gzip)
const brotliAsync = promisify(brotliCompress)

/** @returns the smallest coding the caller takes, or undefined where none is taken or worth it */
export function chooseCoding(acceptEncoding: string | string[] | undefined, length: number): Coding | undefined {
  if (length < transportLimits.minGzipLength) return undefined
  const accepted = new Map(
    String(acceptEncoding ?? '')
      .split(',')
      .map(weighed),
  )
  return (['br', 'gzip'] as const).find((coding) => (accepted.get(coding) ?? accepted.get('*') ?? 0) > 0)
}

/** `gzip;q=0.5` → name and weight, which is 1 where none is given. */
function weighed(item: string): readonly [string, number] {
  const [name = '', ...attributes] = item
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const weight = attributes.find((attribute) => attribute.startsWith('q='))?.slice(2)
  return [name, weight === undefined ? 1 : Number(weight)]
}

export async function packBody(body: Uint8Array, coding: Coding, effort: 'quick' | 'best'): Promise<Uint8Array> {
  if (coding === 'gzip') return gzipAsync(body, { level: effort === 'best' ? 9 : 4 })
  // The two levels above 9 take ten times as long for a twentieth less.
  const quality = effort === 'best' ? 9 : 4
  return brotliAsync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
}

const packedBodies = {
  br: new WeakMap<Uint8Array, Promise<Uint8Array>>(),
  gzip: new WeakMap<Uint8Array, Promise<Uint8Array>>(),
}

/** Compresses as well as can be, once for as long as the bytes object lives. */
export function packOnce(body: Uint8Array, coding: Coding): Promise<Uint8Array> {
  const known = packedBodies[coding].get(body)
  if (known !== undefined) return known
  const made = packBody(body, coding, 'best')
  packedBodies[coding].set(body, made)
  return made
}
