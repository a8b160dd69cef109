import { expect } from 'vitest'
import { accessibilityFindings, excessWidth, type Theme, type WatchedPage } from './browser.ts'
import { untilShown } from './until-shown.ts'

/** Path below `/console/`, the theme it is looked at in, and the heading or chosen tab that only this screen has. */
export type Screen = readonly [path: string, theme: Theme, name: string | RegExp]

/**
 * Expects that screens of the console, once they are shown, have no serious accessibility fault and fit a tablet. One page shows them one
 * after another, as an operator does, which takes a third of the time of opening each.
 */
export async function expectUsable(opened: WatchedPage, screens: readonly Screen[]): Promise<void> {
  const { page, requests } = opened
  for (const [path, theme, name] of screens) {
    await opened.look({ theme })
    const before = requests.length
    await page.evaluate(`history.pushState(null, '', '/console/${path}')`)
    const isThere = page.getByRole('heading', { name, exact: true }).or(page.getByRole('tab', { name, selected: true }))
    await isThere.first().waitFor()
    // Of a silent network the browser tells once in the life of a document: what later screens ask for is waited for by its answers.
    for (let seen = -1; seen < requests.length; ) {
      seen = requests.length
      await untilShown(page)
      const calls = requests.slice(before).filter((request) => request.url().includes('/console/api/'))
      await Promise.all(calls.map((request) => request.response()))
    }
    // An open dialog would be looked at in place of the screen.
    if (!path.includes('act=')) await expect.poll(() => page.getByRole('dialog').count(), { message: path }).toBe(0)
    await page.locator(`html[data-theme=${theme}]`).waitFor()
    expect(await accessibilityFindings(opened), path).toEqual([])
    await opened.look({ theme, width: 768 })
    await expect.poll(() => excessWidth(page), { message: path }).toBe(0)
  }
}
