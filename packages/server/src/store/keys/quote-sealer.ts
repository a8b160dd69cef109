import type { QuoteSealer } from '#domain/basket/quote'
import type { Keyring } from './keyring.ts'

/** Seals quotes for their seller. After a rotation of the master key, quotes of before are stale. */
export function createQuoteSealer(keyring: Keyring): QuoteSealer {
  return {
    seal(sellerId, quote) {
      const sealed = keyring.current.quotes.seal(JSON.stringify(quote), contextOf(sellerId))
      return `${prefix}${Buffer.from(sealed).toString('base64url')}`
    },
    open(sellerId, text) {
      if (!text.startsWith(prefix)) return undefined
      const sealed = Buffer.from(text.slice(prefix.length), 'base64url')
      for (const { quotes } of keyring.live) {
        try {
          // The tag proves that this program wrote it, so its type is not checked.
          return JSON.parse(quotes.open(sealed, contextOf(sellerId)))
        } catch {
          // A quote of another generation and a text that is no quote are treated alike.
        }
      }
      return undefined
    },
  }
}

const prefix = 'q1.'

function contextOf(sellerId: string): Uint8Array {
  return Buffer.from(`quote ${sellerId}`)
}
