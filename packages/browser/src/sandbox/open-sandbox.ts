import { storeCredentials, storedCredentials } from '../api-tool/credential-form.ts'
import { button, element, show } from '../page/element.ts'
import { say } from '../page/localize.ts'
import { appPanel } from './app-panel.ts'
import { type Act, clockPanel, faultPanel, webhookPanel } from './panels.ts'
import { callSandbox, createTestApp, type SandboxState, type TestApp } from './sandbox-server.ts'

const refreshMs = 2000

/** Fills the sandbox page. The app of this tab is the one of the API tool, too. */
export function openSandbox(root: Element): void {
  const message = element('p.note', { role: 'status' })
  const parts = element('div.sandbox-parts')
  const showError = (error: unknown): void => show(message, error instanceof Error ? error.message : String(error))
  const start = button(say('创建测试应用', 'Create a test app'), () => {
    start.disabled = true
    createTestApp()
      .then((app) => {
        storeCredentials({ ...app, session: '' }, false)
        return openApp(app)
      })
      .catch(showError)
      .finally(() => {
        start.disabled = false
      })
  })
  start.className = 'primary'
  show(root, element('p', start), message, parts)

  let openedCount = 0
  async function openApp(app: TestApp): Promise<void> {
    const state = await callSandbox('state', app)
    openedCount += 1
    const current = openedCount
    const act: Act = (action, members) => {
      callSandbox(action, app, members)
        .then((changed) => {
          show(message)
          update(changed)
        })
        .catch(showError)
    }
    const panels = [appPanel(app), clockPanel(act), faultPanel(act), webhookPanel(act)]
    const update = (changed: SandboxState): void => {
      for (const panel of panels) panel.update(changed)
    }
    show(parts, ...panels.map(({ node }) => node))
    update(state)
    const refresh = (): void => {
      if (current !== openedCount) return
      callSandbox('state', app)
        .then(update)
        .catch(showError)
        .finally(() => setTimeout(refresh, refreshMs))
    }
    setTimeout(refresh, refreshMs)
  }

  const { credentials } = storedCredentials()
  // The stored key may belong to another server or to production; then it is ignored and kept.
  if (credentials.appKey !== '') openApp(credentials).catch(() => undefined)
}
