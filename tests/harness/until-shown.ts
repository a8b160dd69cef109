import type { Page } from 'playwright-core'

/** What stands in the place of what is loaded: code of a part, data of a list. */
const placeholders = '.yq-part, .ant-skeleton, .ant-spin-spinning'

/**
 * Waits until a screen of the console, and the drawer that an act in its address opens, show what they asked the server for. That the network
 * is silent tells little: a slow machine is long silent between loading the scripts and asking the server.
 */
export async function untilShown(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor()
  if (new URL(page.url()).searchParams.has('act')) await page.getByRole('dialog').waitFor()
  await page.locator(placeholders).first().waitFor({ state: 'detached' })
  await page.waitForLoadState('networkidle')
}
