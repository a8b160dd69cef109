import type { Keyring } from './keyring.ts'

/** Seals calls that wait outside of the store. */
export type CallSealer = Readonly<{
  seal(text: string, context: string): Uint8Array
  /** @returns undefined for what was sealed under a master key that has been replaced since, or was altered */
  open(sealed: Uint8Array, context: string): string | undefined
}>

export function createCallSealer(keyring: Keyring): CallSealer {
  return {
    seal: (text, context) => keyring.current.texts.seal(text, contextOf(context)),
    open(sealed, context) {
      for (const { texts } of keyring.live) {
        try {
          return texts.open(sealed, contextOf(context))
        } catch {
          // Another generation, or none.
        }
      }
      return undefined
    },
  }
}

function contextOf(context: string): Uint8Array {
  return Buffer.from(`waiting call ${context}`)
}
