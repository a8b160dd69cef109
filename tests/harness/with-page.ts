import { expect } from 'vitest'
import type { WatchedPage } from './browser.ts'

/** Uses a page of the console, which must show no fault of its own meanwhile. */
export async function withPage(
  opening: Promise<WatchedPage>,
  use: (opened: WatchedPage) => Promise<void>,
): Promise<void> {
  const opened = await opening
  await use(opened)
  expect(opened.faults.filter((fault) => !isExpected(fault))).toEqual([])
  await opened.close()
}

/**
 * The browser reports refusals by status as errors: nobody is signed in before signing in, and a test may click faster than people. It
 * reports calls that a test aborted, too.
 */
function isExpected(fault: string): boolean {
  return /status of (?:40[13]|429) |^Failed to load resource: net::ERR_FAILED$/.test(fault)
}
