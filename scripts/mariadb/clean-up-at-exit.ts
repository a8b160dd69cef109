const cleanUps = new Set<() => void>()

process.once('exit', () => {
  for (const cleanUp of cleanUps) cleanUp()
})

/**
 * Has something undone when this process ends early: a server that outlives the test that started it holds ports and disk.
 * @returns takes it back, once it was undone in good order
 */
export function cleanUpAtExit(cleanUp: () => void): () => void {
  cleanUps.add(cleanUp)
  return () => cleanUps.delete(cleanUp)
}
