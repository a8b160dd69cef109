import { type ConsoleErrorName, consoleErrors, filledText, type Text } from '@yaoquan/api'
import type { PlainRefusal } from '#methods/refused-result'

/** The result of a refused method of the console. @param values for the placeholders of its text; a text is said in both languages */
export function consoleRefusal(
  name: ConsoleErrorName,
  values: Readonly<Record<string, string | number | Text>> = {},
): PlainRefusal {
  const { code } = consoleErrors[name]
  const { zh, en } = filledText(consoleErrors[name], values)
  return { errorCode: code, errorMessage: zh, errorMessageEn: en, success: false }
}

/** The result of a setting that breaks a rule. @param field wire name */
export function invalidSetting(
  field: string,
  rule: Text,
): PlainRefusal & Readonly<{ field: string; rule: string; ruleEn: string }> {
  return { ...consoleRefusal('invalidSetting', { field, rule }), field, rule: rule.zh, ruleEn: rule.en }
}

/** The rule of a setting that takes one of some names. */
export function ruleForNames(named: object): Text {
  const names = Object.keys(named)
  return { zh: `应为 ${names.join('、')} 之一`, en: `must be one of ${names.join(', ')}` }
}
