import { expect } from 'vitest'
import { accessibilityFindings, excessWidth, type Theme, type WatchedPage } from './browser.ts'
import { untilShown } from './until-shown.ts'

/** Expects that a screen of the console, once it is shown, has no serious accessibility fault and fits a tablet. */
export async function expectUsable(opened: WatchedPage, theme: Theme): Promise<void> {
  await untilShown(opened.page)
  expect(await accessibilityFindings(opened)).toEqual([])
  await opened.look({ theme, width: 768 })
  await expect.poll(() => excessWidth(opened.page)).toBe(0)
}
