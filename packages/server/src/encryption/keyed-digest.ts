import { hash } from 'node:crypto'

/** 32 bytes of a text that cannot be computed without the key. */
export type KeyedDigest = (text: string) => Uint8Array

/**
 * HMAC-SHA256 (RFC 2104) from two one-shot hashes: an Hmac object costs ten times as much as a hash, and this runs on every query by
 * phone. A hash as binary text costs a third of what it costs as a buffer.
 * @param key at most 64 bytes
 */
export function createKeyedDigest(key: Uint8Array): KeyedDigest {
  if (key.length > blockBytes) throw new RangeError(`a digest key of ${key.length} bytes`)
  const inner = paddedKey(key, innerPad, maxShortBytes)
  const outer = paddedKey(key, outerPad, digestBytes)
  return (text) => {
    const isShort = text.length * maxBytesOfUnit <= maxShortBytes
    const message = isShort ? inner : paddedKey(key, innerPad, text.length * maxBytesOfUnit)
    const length = message.write(text, blockBytes, 'utf8')
    outer.write(hash('sha256', message.subarray(0, blockBytes + length), 'binary'), blockBytes, 'latin1')
    return Buffer.from(hash('sha256', outer, 'binary'), 'latin1')
  }
}

const blockBytes = 64
const digestBytes = 32
/** Texts up to this length are hashed in one buffer; most rows of requests with their answers are shorter. */
const maxShortBytes = 8192
/** UTF-8 bytes of one UTF-16 unit, at most. */
const maxBytesOfUnit = 3
const innerPad = 0x36
const outerPad = 0x5c

function paddedKey(key: Uint8Array, pad: number, roomBytes: number): Buffer {
  const block = Buffer.alloc(blockBytes + roomBytes)
  block.set(key)
  for (let place = 0; place < blockBytes; place += 1) block.writeUInt8(block.readUInt8(place) ^ pad, place)
  return block
}
