import type { Page, Request } from 'playwright-core'
import { untilShown } from './until-shown.ts'

/** Opens a screen of the console anew, and notes the methods that it calls: each once, since a list of jobs is read again and again. */
export async function screenCalls(page: Page, url: string): Promise<readonly string[]> {
  const calls = new Set<string>()
  const note = (request: Request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/console/api/yaoquan.')) calls.add(`${pathname} ${request.postData()}`)
  }
  // What the last screen asks late is not of this one.
  await page.goto('about:blank')
  page.on('request', note)
  await page.goto(url)
  await untilShown(page)
  page.off('request', note)
  return [...calls]
}
