import { type DigestAlgorithm, digestBytes, digestHex } from '#digest'

/** Block of MD5 and SHA-256 alike, in bytes (RFC 2104). */
const blockBytes = 64
const innerPad = 0x36
const outerPad = 0x5c

const encoder = new TextEncoder()

/**
 * HMAC (RFC 2104) of a text under a text key, both as UTF-8, in lower-case hex.
 * Built from two one-shot digests, which together cost a fifth of Node's HMAC object.
 */
export function hmacHex(algorithm: DigestAlgorithm, key: string, text: string): string {
  const block = keyBlock(algorithm, key)
  const inner = digestBytes(algorithm, padded(block, innerPad, encoder.encode(text)))
  return digestHex(algorithm, padded(block, outerPad, inner))
}

function keyBlock(algorithm: DigestAlgorithm, key: string): Uint8Array {
  const bytes = encoder.encode(key)
  return bytes.length > blockBytes ? digestBytes(algorithm, bytes) : bytes
}

/** The key filled up to a block and XORed with the pad, followed by the message. */
function padded(key: Uint8Array, pad: number, message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(blockBytes + message.length)
  bytes.fill(pad, 0, blockBytes)
  for (const [index, byte] of key.entries()) bytes[index] = byte ^ pad
  bytes.set(message, blockBytes)
  return bytes
}
