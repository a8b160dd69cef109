import { element } from '../page/element.ts'
import { say } from '../page/say.ts'
import type { CallSettings } from './tool-call.ts'

export type SettingsForm = Readonly<{
  node: HTMLElement
  read: () => CallSettings
  write: (settings: CallSettings) => void
}>

/** How the answer is written and how the call is signed. */
export function settingsForm(): SettingsForm {
  const format = element('select', { id: 'format' }, ...['json', 'xml'].map((name) => element('option', {}, name)))
  const simplify = element('input', { id: 'simplify', type: 'checkbox' })
  const signMethod = element(
    'select',
    { id: 'sign-method' },
    ...signMethods.map((name) => element('option', { value: name }, name === 'md5-prefix' ? say(texts.absent) : name)),
  )
  const showFit = (): void => {
    simplify.disabled = format.value === 'xml'
  }
  format.addEventListener('change', showFit)
  return {
    node: element(
      'fieldset',
      { class: 'settings' },
      element('legend', {}, say(texts.legend)),
      element('div', { class: 'field' }, element('label', { for: 'format' }, 'format'), format),
      element('div', { class: 'field' }, element('label', { for: 'sign-method' }, 'sign_method'), signMethod),
      element('label', { class: 'check' }, simplify, ' ', say(texts.simplify)),
    ),
    read: () => ({
      format: format.value === 'xml' ? 'xml' : 'json',
      simplify: simplify.checked && format.value === 'json',
      signMethod: signMethods.find((name) => name === signMethod.value) ?? 'md5',
    }),
    write(settings) {
      format.value = settings.format
      simplify.checked = settings.simplify
      signMethod.value = settings.signMethod
      showFit()
    },
  }
}

const signMethods = ['md5', 'hmac', 'hmac-sha256', 'md5-prefix'] as const

const texts = {
  legend: { zh: '格式与签名', en: 'Format and signature' },
  simplify: { zh: 'simplify：精简的JSON', en: 'simplify: JSON without root and list wrappers' },
  absent: { zh: '不传（MD5，AppSecret只在前）', en: 'not sent (MD5, secret in front only)' },
} as const
