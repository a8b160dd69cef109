import type { SqlValue } from '../sql/sql-engine.ts'

/**
 * How many rows a set has, and the sum of their seals modulo 2^256: an incremental multiset hash (MSet-Add-Hash, Clarke
 * et al., ASIACRYPT 2003). It does not depend on the order of rows and changes with each row added or removed. Whoever
 * sees sums before and after a write learns the seal of a row, so a stored sum is sealed itself.
 */
export type RowSum = Readonly<{ count: number; sum: Uint8Array }>

const sumBytes = 32
const modulus = 1n << 256n

export const noRows: RowSum = { count: 0, sum: new Uint8Array(sumBytes) }

/** @param seals one per row, 32 bytes each */
export function addRows({ count, sum }: RowSum, seals: readonly Uint8Array[]): RowSum {
  return {
    count: count + seals.length,
    sum: bytesOf(seals.reduce((total, seal) => total + numberOf(seal), numberOf(sum))),
  }
}

/** @param seals of rows that were added before */
export function removeRows({ count, sum }: RowSum, seals: readonly Uint8Array[]): RowSum {
  return {
    count: count - seals.length,
    sum: bytesOf(seals.reduce((total, seal) => total - numberOf(seal), numberOf(sum))),
  }
}

/** A sum as a row keeps it; what is no sum counts as none. */
export function rowSumOf(count: SqlValue | undefined, sum: SqlValue | undefined): RowSum {
  return { count: Number(count ?? 0), sum: sum instanceof Uint8Array && sum.length === sumBytes ? sum : noRows.sum }
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`)
}

function bytesOf(value: bigint): Uint8Array {
  const rest = ((value % modulus) + modulus) % modulus
  return Buffer.from(rest.toString(16).padStart(2 * sumBytes, '0'), 'hex')
}
