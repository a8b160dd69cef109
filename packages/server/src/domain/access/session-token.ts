import { hexOf } from '#domain/hex'

/** 56 characters that start with 6100, as TOP's do. */
export function newSessionToken(randomBytes: (size: number) => Uint8Array): string {
  return `6100${hexOf(randomBytes(26))}`
}
