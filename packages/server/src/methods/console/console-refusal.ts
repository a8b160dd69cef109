import { type ConsoleErrorName, consoleErrors } from '@yaoquan/api'

type ConsoleRefusal = Readonly<{ errorCode: string; errorMessage: string; success: false }>

/** The result of a refused method of the console. @param values for the placeholders of its text */
export function consoleRefusal(
  name: ConsoleErrorName,
  values: Readonly<Record<string, string | number>> = {},
): ConsoleRefusal {
  const { code, message } = consoleErrors[name]
  const errorMessage = message.zh.replace(/\{(\w+)\}/g, (_whole, value: string) => String(values[value] ?? ''))
  return { errorCode: code, errorMessage, success: false }
}

/** The result of a setting that breaks a rule. @param field wire name; @param rule Chinese */
export function invalidSetting(
  field: string,
  rule: string,
): ConsoleRefusal & Readonly<{ field: string; rule: string }> {
  return { ...consoleRefusal('invalidSetting', { field, rule }), field, rule }
}
