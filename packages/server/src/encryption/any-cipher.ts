import type { Cipher } from './cipher.ts'

/**
 * Opens what one of several ciphers sealed.
 * @param ciphers one or more, the likeliest first
 */
export function anyOf(ciphers: readonly Pick<Cipher, 'open'>[]): Pick<Cipher, 'open'> {
  const [only, ...others] = ciphers
  if (only !== undefined && others.length === 0) return only
  return {
    open(sealed, context) {
      let failure: unknown = new RangeError('no cipher to open with')
      for (const cipher of ciphers) {
        try {
          return cipher.open(sealed, context)
        } catch (error) {
          failure = error
        }
      }
      throw failure
    },
  }
}
