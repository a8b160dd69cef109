const lineEveryMs = 1_000

/** Returns a function that prints progress on stderr, at most one line per second. */
export function progressText(total: number): (count: number) => void {
  let lastMs = Date.now()
  return (count) => {
    if (Date.now() - lastMs < lineEveryMs) return
    lastMs = Date.now()
    process.stderr.write(`generated ${count} of ${total}\n`)
  }
}
