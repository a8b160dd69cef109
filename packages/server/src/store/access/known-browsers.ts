import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { KnownBrowsers } from '#domain/people/people-store'
import { type Keyring, tokenDigests } from '#store/keys/keyring'

/** Marks browsers with a random text and its keyed digest, so nothing is stored and every server of the store knows them. */
export function createKnownBrowsers(keyring: Keyring): KnownBrowsers {
  const textOf = (name: string, nonce: string): string => `browser ${nonce} of ${name}`
  return {
    newMark(name) {
      const nonce = randomBytes(16).toString('base64url')
      return `${nonce}.${Buffer.from(keyring.current.tokens(textOf(name, nonce))).toString('base64url')}`
    },
    isKnown(name, mark) {
      const [, nonce = '', digest = ''] = /^([\w-]{22})\.([\w-]{43})$/.exec(mark) ?? []
      const input = Buffer.from(digest, 'base64url')
      return tokenDigests(keyring, textOf(name, nonce)).some(
        (own) => own.length === input.length && timingSafeEqual(own, input),
      )
    },
  }
}
