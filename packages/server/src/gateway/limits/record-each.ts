/**
 * Records what waits, and takes out what was recorded. One that cannot be recorded does not hold up the others, whose store may be another.
 * @throws the first fault, after all were tried
 */
export async function recordEach<Waiting>(
  waiting: Set<Waiting>,
  record: (one: Waiting) => Promise<void>,
): Promise<void> {
  const faults: unknown[] = []
  for (const one of [...waiting]) {
    try {
      await record(one)
      waiting.delete(one)
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length > 0) throw faults[0]
}
