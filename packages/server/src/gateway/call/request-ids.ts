const digits = '0123456789abcdefghijklmnopqrstuvwxyz'
const idLength = 12
const poolSize = 4_096
/** Largest multiple of 36 in a byte: bytes from here on would favour the first digits. */
const unbiased = 252

/**
 * Creates request ids: 12 characters `[0-9a-z]` (docs/reference/decisions.md, "Envelope").
 * @param randomBytes called for 4 KiB at a time
 */
export function createRequestIds(randomBytes: (size: number) => Uint8Array): () => string {
  let pool = randomBytes(poolSize)
  let next = 0
  return () => {
    let id = ''
    while (id.length < idLength) {
      if (next === pool.length) {
        pool = randomBytes(poolSize)
        next = 0
      }
      const byte = pool[next++] ?? unbiased
      if (byte < unbiased) id += digits[byte % 36]
    }
    return id
  }
}
