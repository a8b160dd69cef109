import type { SqlValue } from '#database/sql-engine'

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
