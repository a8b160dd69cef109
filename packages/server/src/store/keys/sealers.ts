import type { QuoteSealer } from '#domain/basket/quote'
import type { Keyring } from './keyring.ts'

/** Seals quotes for their seller. After a rotation of the master key, quotes of before are stale. */
export function createQuoteSealer(keyring: Keyring): QuoteSealer {
  return {
    seal(sellerId, quote) {
      const sealed = keyring.current.quotes.seal(JSON.stringify(quote), contextOfQuote(sellerId))
      return `${prefix}${Buffer.from(sealed).toString('base64url')}`
    },
    open(sellerId, text) {
      if (!text.startsWith(prefix)) return undefined
      const sealed = Buffer.from(text.slice(prefix.length), 'base64url')
      for (const { quotes } of keyring.live) {
        try {
          // The tag proves that this program wrote it, so its type is not checked.
          return JSON.parse(quotes.open(sealed, contextOfQuote(sellerId)))
        } catch {
          // A quote of another generation and a text that is no quote are treated alike.
        }
      }
      return undefined
    },
  }
}

const prefix = 'q1.'

function contextOfQuote(sellerId: string): Uint8Array {
  return Buffer.from(`quote ${sellerId}`)
}

/** Seals calls that wait outside of the store. */
export type CallSealer = Readonly<{
  seal(text: string, context: string): Uint8Array
  /** @returns undefined for what was sealed under a master key that has been replaced since, or was altered */
  open(sealed: Uint8Array, context: string): string | undefined
}>

export function createCallSealer(keyring: Keyring): CallSealer {
  return {
    seal: (text, context) => keyring.current.texts.seal(text, contextOfCall(context)),
    open(sealed, context) {
      for (const { texts } of keyring.live) {
        try {
          return texts.open(sealed, contextOfCall(context))
        } catch {
          // Another generation, or none.
        }
      }
      return undefined
    },
  }
}

function contextOfCall(context: string): Uint8Array {
  return Buffer.from(`waiting call ${context}`)
}
