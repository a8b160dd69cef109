import { element, labelledCheckbox, labelledField } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import { type CallSettings, signMethods } from './tool-call.ts'

export type SettingsForm = Readonly<{
  node: HTMLElement
  read: () => CallSettings
  write: (settings: CallSettings) => void
}>

/** The form for the format of the answer and the sign method. */
export function settingsForm(): SettingsForm {
  const format = element('select', { id: 'format' }, ...['json', 'xml'].map((name) => element('option', name)))
  const simplify = element('input', { id: 'simplify', type: 'checkbox' })
  const signMethod = element(
    'select',
    { id: 'sign-method' },
    ...signMethods.map((name) =>
      element('option', { value: name }, name === 'md5-prefix' ? localize(texts.absent) : name),
    ),
  )
  const updateSimplify = (): void => {
    simplify.disabled = format.value === 'xml'
  }
  format.addEventListener('change', updateSimplify)
  return {
    node: element(
      'fieldset.settings',
      element('legend', say('格式与签名', 'Format and signature')),
      labelledField('format', 'format', format),
      labelledField('sign-method', 'sign_method', signMethod),
      labelledCheckbox(simplify, localize(texts.simplify)),
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
      updateSimplify()
    },
  }
}

const texts = {
  simplify: { zh: 'simplify：精简的JSON', en: 'simplify: JSON without root and list wrappers' },
  absent: { zh: '不传（MD5，AppSecret只在前）', en: 'not sent (MD5, secret in front only)' },
} as const
