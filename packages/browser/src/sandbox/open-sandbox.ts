import type { CredentialStore } from '../api-tool/credential-store.ts'
import { button, element, show } from '../page/element.ts'
import { say } from '../page/say.ts'
import { appPanel } from './app-panel.ts'
import { clockPanel } from './clock-panel.ts'
import { faultPanel } from './fault-panel.ts'
import { hookPanel } from './hook-panel.ts'
import type { Act } from './panel.ts'
import { askSandbox, makeTestApp, type SandboxState, type TestApp } from './sandbox-server.ts'

const refreshMs = 2000

/** Fills the page of the sandbox. The app of this tab is found again, and handed to the API tool by the same storage. */
export function openSandbox(root: Element, store: CredentialStore): void {
  const message = element('p', { role: 'status', class: 'note' })
  const parts = element('div', { class: 'sandbox-parts' })
  const tell = (error: unknown): void => show(message, error instanceof Error ? error.message : String(error))
  const start = button(say({ zh: '创建测试应用', en: 'Make a test app' }), () => {
    start.disabled = true
    makeTestApp()
      .then((app) => {
        store.write({ ...app, session: '' }, false)
        return openApp(app)
      })
      .catch(tell)
      .finally(() => {
        start.disabled = false
      })
  })
  start.className = 'primary'
  show(root, element('p', {}, start), message, parts)

  let opened = 0
  async function openApp(app: TestApp): Promise<void> {
    const state = await askSandbox('state', app)
    opened += 1
    const mine = opened
    const act: Act = (action, members) => {
      askSandbox(action, app, members)
        .then((changed) => {
          show(message)
          update(changed)
        })
        .catch(tell)
    }
    const panels = [appPanel(app), clockPanel(act), faultPanel(act), hookPanel(act)]
    const update = (changed: SandboxState): void => {
      for (const panel of panels) panel.update(changed)
    }
    show(parts, ...panels.map(({ node }) => node))
    update(state)
    const refresh = (): void => {
      if (mine !== opened) return
      askSandbox('state', app)
        .then(update)
        .catch(tell)
        .finally(() => setTimeout(refresh, refreshMs))
    }
    setTimeout(refresh, refreshMs)
  }

  const { credentials } = store.read()
  // A key of another server or of production means nothing here, and is left alone.
  if (credentials.appKey !== '') openApp(credentials).catch(() => undefined)
}
