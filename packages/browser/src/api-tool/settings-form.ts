import { element, labelledCheckbox, labelledField, selectBox } from '../page/element.ts'
import { say } from '../page/localize.ts'
import type { FormPart } from './field-control.ts'
import { type CallSettings, signMethods } from './tool-call.ts'

/** The form for the format of the answer and the sign method. */
export function settingsForm(settings: CallSettings): FormPart<CallSettings> {
  const format = selectBox({ id: 'format' }, ['json', 'xml'])
  const simplify = element('input', { id: 'simplify', type: 'checkbox' })
  const absent = say('不传（MD5，AppSecret只在前）', 'not sent (MD5, secret in front only)')
  const methods = signMethods.map((name) => ({ value: name, text: name === 'md5-prefix' ? absent : name }))
  const signMethod = selectBox({ id: 'sign-method' }, methods)
  const updateSimplify = (): void => {
    simplify.disabled = format.value === 'xml'
  }
  format.value = settings.format
  simplify.checked = settings.simplify
  signMethod.value = settings.signMethod
  updateSimplify()
  return {
    node: element(
      'fieldset.settings',
      { onchange: updateSimplify },
      element('legend', say('格式与签名', 'Format and signature')),
      labelledField('format', format),
      labelledField('sign_method', signMethod),
      labelledCheckbox(simplify, say('simplify：精简的JSON', 'simplify: JSON without root and list wrappers')),
    ),
    read: () => ({
      format: format.value === 'xml' ? 'xml' : 'json',
      simplify: simplify.checked && format.value === 'json',
      signMethod: signMethods.find((name) => name === signMethod.value) ?? 'md5',
    }),
  }
}
