import { element } from '../page/element.ts'
import { labelledField } from '../page/labelled-field.ts'
import { localize } from '../page/localize.ts'
import { type CallSettings, signMethods } from './tool-call.ts'

export type SettingsForm = Readonly<{
  node: HTMLElement
  read: () => CallSettings
  write: (settings: CallSettings) => void
}>

/** The form for the format of the answer and the sign method. */
export function settingsForm(): SettingsForm {
  const format = element('select', { id: 'format' }, ...['json', 'xml'].map((name) => element('option', {}, name)))
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
      'fieldset',
      { class: 'settings' },
      element('legend', {}, localize(texts.legend)),
      labelledField('format', 'format', format),
      labelledField('sign-method', 'sign_method', signMethod),
      element('label', { class: 'check' }, simplify, ' ', localize(texts.simplify)),
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
  legend: { zh: '格式与签名', en: 'Format and signature' },
  simplify: { zh: 'simplify：精简的JSON', en: 'simplify: JSON without root and list wrappers' },
  absent: { zh: '不传（MD5，AppSecret只在前）', en: 'not sent (MD5, secret in front only)' },
} as const
