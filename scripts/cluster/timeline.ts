/** Prints events with the seconds since its start. */
export type Timeline = Readonly<{
  say(chinese: string, english: string): void
}>

/** @param print prints a line */
export function createTimeline(print: (line: string) => void): Timeline {
  const startedMs = performance.now()
  return {
    say(chinese, english) {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
      print(`${seconds.padStart(6)} s  ${chinese} (${english})`)
    },
  }
}
