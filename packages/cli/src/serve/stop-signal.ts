/** Resolves at the first SIGTERM or SIGINT; the second calls `endAtOnce`. */
export function stopSignal(endAtOnce: () => void): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false
    const stop = () => {
      if (isStopping) return endAtOnce()
      isStopping = true
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    onParentGone(() => {
      if (!isStopping) stop()
    })
  })
}

/** Started by npm or npx, a signal ends npm's shell alone: the server would go on as an orphan. */
function onParentGone(stop: () => void): void {
  if (process.env['npm_command'] === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 250)
  timer.unref()
}
