import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { accessibilityFindings, startBrowser, type Theme } from '../harness/browser.ts'
import { startConsoleServer } from '../harness/console-page.ts'
import { shots } from './shots.ts'
import { prepareShots, type Shot } from './shots-of-states.ts'

// `npm run screenshots [-- FOLDER [NAME]]`: pictures of every screen of the console, and what axe-core says to each.

type View = Readonly<{ language: 'zh' | 'en'; theme: Theme; width: number }>

/** Both languages in both themes. */
const viewsAt = (width: number): readonly View[] =>
  (['zh', 'en'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme) => ({ language, theme, width })),
  )

const desktopViews = [1280, 768].flatMap(viewsAt)
const phoneViews = viewsAt(390)

const [folder = 'screenshots', wanted = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const server = await startConsoleServer()
const browser = await startBrowser()
try {
  await prepareShots(server)
  for (const shot of shots.filter(({ name }) => name.includes(wanted))) {
    for (const view of shot.isForPhone ? [...desktopViews, ...phoneViews] : desktopViews) {
      await take(shot, view).catch((error: unknown) => {
        process.exitCode = 1
        console.error(shot.name, view, error)
      })
    }
  }
} finally {
  await browser.close()
  await server.close()
}

async function take(shot: Shot, { language, theme, width }: View): Promise<void> {
  const { name, as = 'owner', path, act } = shot
  const opened =
    as === 'nobody'
      ? await browser.open(`${server.url}/console`, { theme, width })
      : await server.openAs(browser, as, '/console', { theme, width })
  const { page } = opened
  await page.setViewportSize({ width, height: 800 })
  await page.evaluate((chosen) => localStorage.setItem('yaoquan-language', chosen), language)
  await page.goto(server.url + path, { waitUntil: 'load' })
  await page.getByRole('searchbox').or(page.locator('h1')).first().waitFor()
  try {
    await act?.(page, server)
    await page.waitForLoadState('networkidle')
  } finally {
    const file = join(resolve(folder), `${name}-${width}-${theme}-${language}.png`)
    await page.screenshot({ path: file, animations: 'disabled' })
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    const findings = [...(await accessibilityFindings(opened)), ...opened.faults]
    const told = [...(overflow > 0 ? [`is ${overflow} px too wide`] : []), ...findings]
    console.log([file, ...told.map((text) => `  ${text}`)].join('\n'))
    await opened.close()
  }
}
