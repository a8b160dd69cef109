import { setImmediate as nextTurn } from 'node:timers/promises'

/** One call that waits. */
type Waiting<Item> = Readonly<{ item: Item; resolve: () => void; reject: (error: unknown) => void }>

/**
 * Lets calls share what each of them would pay for alone: while a run is under way, further calls wait, and the next run takes them
 * together.
 * @param work gets the items of one run; when it fails, all of them fail
 * @param max the most items of one run
 */
export function sharingRuns<Item>(
  work: (items: readonly Item[]) => Promise<void>,
  max: number,
): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = []
  let isRunning = false
  const run = async () => {
    isRunning = true
    while (waiting.length > 0) {
      // All that arrive in one turn of the event loop.
      await nextTurn()
      const together = waiting.splice(0, max)
      try {
        await work(together.map(({ item }) => item))
        for (const { resolve } of together) resolve()
      } catch (error) {
        for (const { reject } of together) reject(error)
      }
    }
    isRunning = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isRunning) void run()
    })
}
