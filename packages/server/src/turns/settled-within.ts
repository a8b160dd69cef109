/**
 * Waits for work for a limited time; the work itself goes on.
 * @param limitMs in milliseconds
 * @returns whether it was done in time
 * @throws what the work throws in time
 */
export async function settledWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const limit = Promise.withResolvers<false>()
  const timer = setTimeout(limit.resolve, limitMs, false)
  try {
    return await Promise.race([work.then(() => true), limit.promise])
  } finally {
    clearTimeout(timer)
  }
}
