/** Tells what happens, in the order of time, each line with the seconds since its start. */
export type Timeline = Readonly<{
  say(chinese: string, english: string): void
}>

/** @param print takes one line */
export function createTimeline(print: (line: string) => void): Timeline {
  const startedMs = performance.now()
  return {
    say(chinese, english) {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
      print(`${seconds.padStart(6)} s  ${chinese} (${english})`)
    },
  }
}
