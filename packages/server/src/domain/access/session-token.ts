/** 56 characters that start with 6100, as TOP's do. */
export function newSessionToken(randomBytes: (size: number) => Uint8Array): string {
  return `6100${hexOf(randomBytes(26))}`
}

/** Bytes as lower-case hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
