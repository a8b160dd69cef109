import { useState } from 'react'

/**
 * The request number of a form: one for as long as it is open, so that sending it again after a lost answer does nothing
 * twice.
 */
export function useRequestNumber(): string {
  const [number] = useState(newRequestNumber)
  return number
}

/** A request number that no other call has. `crypto.randomUUID` would need HTTPS. */
export function newRequestNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return `CONSOLE-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
