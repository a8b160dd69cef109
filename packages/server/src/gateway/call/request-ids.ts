const digits = '0123456789abcdefghijklmnopqrstuvwxyz'
const idLength = 12
/** Largest multiple of 36 in a byte: bytes from here on would favour the first digits. */
const unbiased = 252

/**
 * Creates request ids: 12 characters `[0-9a-z]` (docs/reference/decisions.md, "Envelope").
 * @param randomBytes called for some bytes at a time, so it should keep a pool
 */
export function createRequestIds(randomBytes: (size: number) => Uint8Array): () => string {
  return () => {
    let id = ''
    while (id.length < idLength) {
      for (const byte of randomBytes(idLength - id.length)) if (byte < unbiased) id += digits[byte % 36]
    }
    return id
  }
}
