const cleanUps = new Set<() => void>()

process.once('exit', () => {
  for (const cleanUp of cleanUps) cleanUp()
})

/**
 * Registers a cleanup for the exit of this process, since a server that outlives its test occupies ports and disk.
 * @returns a function that unregisters it, to be called after a regular cleanup
 */
export function cleanUpAtExit(cleanUp: () => void): () => void {
  cleanUps.add(cleanUp)
  return () => cleanUps.delete(cleanUp)
}
