import type { Cipher } from './cipher.ts'

type Change = Readonly<{ from: Pick<Cipher, 'open'>; to: Pick<Cipher, 'seal'> }>

/**
 * Seals a value under another key.
 * @returns undefined for a value that `from` does not open, since it was altered
 */
export function resealed(sealed: Uint8Array, context: Uint8Array, { from, to }: Change): Uint8Array | undefined {
  let text: string
  try {
    text = from.open(sealed, context)
  } catch {
    return undefined
  }
  return to.seal(text, context)
}
