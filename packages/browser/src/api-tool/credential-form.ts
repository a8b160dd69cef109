import { element, labelledCheckbox, labelledField } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import type { CredentialStore } from './credential-store.ts'
import type { Credentials } from './tool-call.ts'

export type CredentialForm = Readonly<{ node: HTMLElement; read: () => Credentials }>

/** The form for key, secret and session, which are stored in this browser only. */
export function credentialForm(store: CredentialStore): CredentialForm {
  const kept = store.read()
  const appKey = element('input', { id: 'app-key', required: true, autocomplete: 'off', spellcheck: 'false' })
  const appSecret = element('input', { id: 'app-secret', type: 'password', required: true, autocomplete: 'off' })
  const session = element('input', { id: 'session', autocomplete: 'off', spellcheck: 'false' })
  const remember = element('input', { id: 'remember', type: 'checkbox' })
  appKey.value = kept.credentials.appKey
  appSecret.value = kept.credentials.appSecret
  session.value = kept.credentials.session
  remember.checked = kept.isRemembered
  const read = (): Credentials => ({
    appKey: appKey.value.trim(),
    appSecret: appSecret.value.trim(),
    session: session.value.trim(),
  })
  const node = element(
    'fieldset',
    element('legend', say('应用', 'App')),
    labelledField('app-key', 'AppKey', appKey),
    labelledField('app-secret', 'AppSecret', appSecret),
    labelledField('session', localize(texts.session), session),
    labelledCheckbox(remember, localize(texts.remember)),
    element('p.note', localize(texts.promise)),
  )
  node.addEventListener('input', () => store.write(read(), remember.checked))
  return { node, read }
}

const texts = {
  session: {
    zh: 'session（可选，应用授权多个连锁时必填）',
    en: 'session (optional; required for apps that serve several sellers)',
  },
  remember: {
    zh: '在这台电脑上记住（否则关闭标签页即清除）',
    en: 'Remember on this computer (otherwise cleared when the tab closes)',
  },
  promise: {
    zh: 'AppSecret 只留在本浏览器：签名在本页计算，发送的只有 AppKey 和签名结果。',
    en: 'The secret stays in this browser: this page computes the signature and sends only the AppKey and the signature.',
  },
} as const
