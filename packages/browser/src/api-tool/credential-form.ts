import { recallJson, remember } from '../memory/browser-memory.ts'
import { element, labelledCheckbox, labelledField } from '../page/element.ts'
import { say } from '../page/localize.ts'
import type { FormPart } from './field-control.ts'
import type { Credentials } from './tool-call.ts'

/** The form for key, secret and session, which are stored in this browser only. */
export function credentialForm(): FormPart<Credentials> {
  const { credentials, isRemembered } = storedCredentials()
  const plain = { autocomplete: 'off', spellcheck: 'false' }
  const appKey = element('input', { id: 'app-key', required: true }, plain)
  const appSecret = element('input', { id: 'app-secret', required: true, type: 'password', autocomplete: 'off' })
  const session = element('input', { id: 'session' }, plain)
  const remember = element('input', { id: 'remember', type: 'checkbox' })
  appKey.value = credentials.appKey
  appSecret.value = credentials.appSecret
  session.value = credentials.session
  remember.checked = isRemembered
  const read = (): Credentials => ({
    appKey: appKey.value.trim(),
    appSecret: appSecret.value.trim(),
    session: session.value.trim(),
  })
  const sessionLabel = say(
    'session（可选，应用授权多个连锁时必填）',
    'session (optional; required for apps that serve several sellers)',
  )
  const rememberLabel = say(
    '在这台电脑上记住（否则关闭标签页即清除）',
    'Remember on this computer (otherwise cleared when the tab closes)',
  )
  const promise = say(
    'AppSecret 只留在本浏览器：签名在本页计算，发送的只有 AppKey 和签名结果。',
    'The secret stays in this browser: this page computes the signature and sends only the AppKey and the signature.',
  )
  const node = element(
    'fieldset',
    { oninput: () => storeCredentials(read(), remember.checked) },
    element('legend', say('应用', 'App')),
    labelledField('AppKey', appKey),
    labelledField('AppSecret', appSecret),
    labelledField(sessionLabel, session),
    labelledCheckbox(remember, rememberLabel),
    element('p.note', promise),
  )
  return { node, read }
}

const key = 'yaoquan-credentials'
const none: Credentials = { appKey: '', appSecret: '', session: '' }

type Stored = Readonly<{ credentials: Credentials; isRemembered: boolean }>

/** Key, secret and session that this browser stores: for this tab, or permanently if the user chose so. */
export function storedCredentials(): Stored {
  const remembered = credentialsOf(recallJson(key))
  const credentials = remembered ?? credentialsOf(recallJson(key, 'sessionStorage')) ?? none
  return { credentials, isRemembered: remembered !== undefined }
}

/** Stores them in one of the two places only. */
export function storeCredentials(credentials: Credentials, isRemembered: boolean): void {
  const text = JSON.stringify(credentials)
  remember(key, isRemembered ? text : undefined)
  remember(key, isRemembered ? undefined : text, 'sessionStorage')
}

/** Another page of this server may have written something else under this key; it is ignored. */
function credentialsOf(stored: unknown): Credentials | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined
  const { appKey = '', appSecret = '', session = '' } = stored as Partial<Credentials>
  return { appKey, appSecret, session }
}
