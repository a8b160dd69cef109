export type RandomBytes = (size: number) => Uint8Array

const poolBytes = 4_096

/** Random bytes, fetched 4 KiB at a time: a call of the system costs 2 µs for any size. Each is used once. */
export function createRandomPool(randomBytes: RandomBytes): RandomBytes {
  let pool = new Uint8Array(0)
  let used = 0
  return (size) => {
    if (size > poolBytes) return randomBytes(size)
    if (used + size > pool.length) {
      pool = Uint8Array.from(randomBytes(poolBytes))
      used = 0
    }
    const bytes = pool.slice(used, used + size)
    pool.fill(0, used, used + size)
    used += size
    return bytes
  }
}
