import { hash } from 'node:crypto'
import type { SqlValue } from '#database/sql-engine'

/** Digests that only the owner of the key can compute; an audit compares them. */
export type Seals = Readonly<{
  /** @param kind equal values of two kinds have unrelated seals. @returns 32 bytes */
  of(kind: string, values: readonly SqlValue[]): Uint8Array
}>

export function createSeals(key: Uint8Array): Seals {
  const digest = createKeyedDigest(key)
  return { of: (kind, values) => digest(`${kind}\0${sealedText(values)}`) }
}

export function isSeal(stored: SqlValue | undefined, seal: Uint8Array): boolean {
  return stored instanceof Uint8Array && Buffer.compare(stored, seal) === 0
}

/** An unambiguous text of a list of values: each is preceded by its length, so nothing can move from one value into the next. */
export function sealedText(values: readonly SqlValue[]): string {
  let text = ''
  for (const value of values) {
    if (value === null) text += '-;'
    else {
      const member = value instanceof Uint8Array ? hexOf(value) : String(value)
      text += `${member.length}:${member};`
    }
  }
  return `${text}\n`
}

/** Does not copy the bytes, since it runs with every write. */
function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}

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

/**
 * The number of rows of a set, and the sum of their seals modulo 2^256: an incremental multiset hash (MSet-Add-Hash, Clarke
 * et al., ASIACRYPT 2003). It does not depend on the order of rows and changes with each row added or removed. Sums before
 * and after a write reveal the seal of a row, so a stored sum is sealed itself.
 */
export type RowSum = Readonly<{ count: number; sum: Uint8Array }>

const sumBytes = 32

export const noRows: RowSum = { count: 0, sum: new Uint8Array(sumBytes) }

export function addRows({ count, sum }: RowSum, seals: readonly Uint8Array[]): RowSum {
  return { count: count + seals.length, sum: seals.reduce(plus, sum) }
}

export function removeRows({ count, sum }: RowSum, seals: readonly Uint8Array[]): RowSum {
  return { count: count - seals.length, sum: seals.map(negated).reduce(plus, sum) }
}

/** A stored sum; anything else counts as the sum of no rows. */
export function rowSumOf(count: SqlValue | undefined, sum: SqlValue | undefined): RowSum {
  return { count: Number(count ?? 0), sum: sum instanceof Uint8Array && sum.length === sumBytes ? sum : noRows.sum }
}

/** Adds two numbers of 32 bytes, the most significant byte first. A loop over bytes is ten times as fast as BigInt here. */
function plus(left: Uint8Array, right: Uint8Array): Uint8Array {
  const sum = new Uint8Array(sumBytes)
  let carry = 0
  for (let place = sumBytes - 1; place >= 0; place -= 1) {
    carry += (left[place] ?? 0) + (right[place] ?? 0)
    sum[place] = carry
    carry >>= 8
  }
  return sum
}

/** The complement to 2^256. */
function negated(value: Uint8Array): Uint8Array {
  return plus(
    value.map((byte) => 0xff - byte),
    one,
  )
}

const one = new Uint8Array(sumBytes).fill(1, sumBytes - 1)
