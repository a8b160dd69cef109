import { reportFault } from '#terminal/report-fault'

/**
 * Builds the console while the server answers, so that the first visitor need not wait. A failure is printed and ends
 * nothing: the first visit builds again.
 * @returns a function that ends the build
 */
export function prepareConsoleBeside(): () => void {
  const leaving = new AbortController()
  prepare(leaving.signal).catch((error: unknown) => {
    if (!leaving.signal.aborted) reportFault(error)
  })
  return () => leaving.abort()
}

async function prepare(signal: AbortSignal): Promise<void> {
  const { prepareConsole } = await import('#server')
  await prepareConsole(signal)
}
