import { type DigestAlgorithm, digestBinary, digestHex } from '#digest'

/** Block size of MD5 and SHA-256 in bytes (RFC 2104). */
const blockBytes = 64
const innerPad = 0x36
const outerPad = 0x5c

const encoder = new TextEncoder()

/** Shared by messages of usual size and overwritten by each, since allocating bytes costs more than digesting them. */
const shared = new Uint8Array(8192)

/**
 * The HMAC (RFC 2104) of a text (as UTF-8) or bytes under a text key (as UTF-8), in lower-case hex. It uses two
 * one-shot digests, which cost less than Node's HMAC object.
 */
export function hmacHex(algorithm: DigestAlgorithm, key: string, data: string | Uint8Array): string {
  const block = keyBlock(algorithm, key)
  const inner = digestBinary(algorithm, innerMessage(block, data))
  return digestHex(algorithm, outerMessage(block, inner))
}

function keyBlock(algorithm: DigestAlgorithm, key: string): Uint8Array {
  const bytes = encoder.encode(key)
  if (bytes.length <= blockBytes) return bytes
  return Uint8Array.from(digestBinary(algorithm, bytes), (character) => character.charCodeAt(0))
}

function innerMessage(block: Uint8Array, data: string | Uint8Array): Uint8Array {
  // A UTF-16 unit takes at most three bytes of UTF-8.
  const longest = blockBytes + data.length * 3
  const bytes = longest <= shared.length ? shared : new Uint8Array(longest)
  writePadded(bytes, block, innerPad)
  if (typeof data !== 'string') {
    bytes.set(data, blockBytes)
    return bytes.subarray(0, blockBytes + data.length)
  }
  const { written } = encoder.encodeInto(data, bytes.subarray(blockBytes))
  return bytes.subarray(0, blockBytes + written)
}

/** @param inner a digest, one character per byte */
function outerMessage(block: Uint8Array, inner: string): Uint8Array {
  writePadded(shared, block, outerPad)
  for (let index = 0; index < inner.length; index++) shared[blockBytes + index] = inner.charCodeAt(index)
  return shared.subarray(0, blockBytes + inner.length)
}

/** Writes the key, zero-padded to a block, with each byte XORed with the pad. */
function writePadded(bytes: Uint8Array, block: Uint8Array, pad: number): void {
  for (let index = 0; index < blockBytes; index++) bytes[index] = (block[index] ?? 0) ^ pad
}

/**
 * The signature of a webhook: HMAC-SHA256 of `TIMESTAMP.BODY`, so that an old body cannot be sent again under a new timestamp.
 * @param parts `secret` of the webhook; `timestamp` of the delivery, epoch milliseconds as text; `body` as it is sent
 * @returns lower-case hex
 */
export function signWebhook({
  secret,
  timestamp,
  body,
}: Readonly<{ secret: string; timestamp: string; body: string }>): string {
  return hmacHex('sha256', secret, `${timestamp}.${body}`)
}
