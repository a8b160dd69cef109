const lineEveryMs = 1_000

/** Tells on stderr how far it is, a line a second at most. */
export function progressText(total: number): (count: number) => void {
  let lastMs = Date.now()
  return (count) => {
    if (Date.now() - lastMs < lineEveryMs) return
    lastMs = Date.now()
    process.stderr.write(`generated ${count} of ${total}\n`)
  }
}
