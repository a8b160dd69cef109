import { queryCoupon } from '@yaoquan/api'
import { encodeRequest, formatTimestamp, signParameters } from '@yaoquan/protocol'
import { codeBlock } from '../page/code-block.ts'
import { element, show } from '../page/element.ts'
import { localize, pageLanguage, say } from '../page/localize.ts'
import { type Panel, panelSection } from './panels.ts'
import type { Fixture, SandboxState, TestApp } from './sandbox-server.ts'

/** Shows key and secret, a first call to paste, and the test data of the seller. */
export function appPanel(app: TestApp): Panel {
  const call = element('div')
  const fixtures = element('tbody')
  const titles = [say('券码、模板或手机号', 'Code, template or phone'), say('用途', 'Purpose'), say('试用', 'Try')]
  const headings = titles.map((title) => element('th', { scope: 'col' }, title))
  const inTool = say('在API工具中打开（密钥已填好）', 'Open in the API tool (key and secret filled in)')
  const dataTitle = say('测试数据', 'Test data')
  let shownAtAheadSeconds: number | undefined
  return {
    node: panelSection(
      'sandbox-app',
      say('测试应用', 'Test app'),
      codeBlock(`app_key    ${app.appKey}\napp_secret ${app.appSecret}`, say('密钥', 'Key and secret')),
      element('h3', say('第一次调用，十分钟内可直接粘贴', 'A first call, valid for ten minutes')),
      call,
      element('p', element('a', { href: toolLink(queryCoupon.name) }, inTool)),
      element('h3', dataTitle),
      element(
        'div.table',
        { tabindex: '0', role: 'region', 'aria-label': dataTitle },
        element('table', element('thead', element('tr', headings)), fixtures),
      ),
    ),
    update(state) {
      if (fixtures.childElementCount === 0) show(fixtures, state.fixtures.map(fixtureRow))
      // A signature is valid for ten minutes of the sandbox's clock, so it is renewed when the clock was moved.
      if (shownAtAheadSeconds !== undefined && Math.abs(shownAtAheadSeconds - state.ahead_seconds) < 5) return
      shownAtAheadSeconds = state.ahead_seconds
      show(call, codeBlock(firstCall(app, state), 'curl'))
    },
  }
}

function firstCall({ appKey, appSecret }: TestApp, { ahead_seconds: ahead }: SandboxState): string {
  const parameters = signParameters({
    parameters: {
      method: queryCoupon.name,
      app_key: appKey,
      timestamp: formatTimestamp(Date.now() + ahead * 1000),
      format: 'json',
      v: '2.0',
      ...encodeRequest(queryCoupon, { query: { pageSize: 10, pageNum: 1, couponCode: 'UNUSED-1' } }),
    },
    secret: appSecret,
    method: 'md5',
  })
  const data = Object.entries(parameters).map(([name, value]) => `  --data-urlencode '${name}=${value}'`)
  return [`curl -s '${location.origin}/router/rest'`, ...data].join(' \\\n')
}

function fixtureRow(fixture: Fixture): HTMLElement {
  const label = `${say('在API工具中打开', 'Open in the API tool:')} ${fixture.code}`
  const link = element('a', { href: fixtureLink(fixture), 'aria-label': label }, say('打开', 'Open'))
  const cells = [element('code', fixture.code), localize(fixture), link].map((content) => element('td', content))
  return element('tr', cells)
}

function fixtureLink({ code, kind }: Fixture): string {
  if (kind === 'coupon') return toolLink('yaoquan.coupon.get', { couponCode: code })
  if (kind === 'template') return toolLink('yaoquan.template.get', { couponId: code })
  // Addresses must not contain phone numbers, so the reader types it.
  return toolLink(queryCoupon.name, { query: { pageSize: 10, pageNum: 1 } })
}

/** The definitions of the methods would double the script, so their names stand here. */
function toolLink(method: string, values?: object): string {
  const tool = pageLanguage() === 'zh' ? '/tools/api' : '/tools/en/api'
  const fragment = values === undefined ? '' : `#${new URLSearchParams({ values: JSON.stringify(values) })}`
  return `${tool}?method=${method}${fragment}`
}
