import type { Text } from '../language/field.ts'

/** Characters. */
const passwordLength = { min: 10, max: 128 } as const

/** Names that events use for commands of the command line. */
const namesOfCommands = ['cli', 'export', 'generate', 'import', 'policy', 'retention', 'sandbox', 'shop-group']

/** @returns why a text cannot be the name of an operator */
export function problemOfName(name: string): Text | undefined {
  if (!/^[a-z][a-z0-9._-]{1,31}$/.test(name)) {
    return {
      zh: '应为2到32个小写字母、数字或 . _ -，以字母开头',
      en: 'must be 2 to 32 lower-case letters, digits or . _ -, beginning with a letter',
    }
  }
  if (!namesOfCommands.includes(name)) return undefined
  return { zh: '是命令行在事件中的名称，请换一个', en: 'is the name of a command in events; choose another' }
}

/** @returns why a text cannot be the password of an operator */
export function problemOfPassword(password: string, name: string): Text | undefined {
  const { min, max } = passwordLength
  const { length } = [...password]
  if (length < min || length > max) {
    return { zh: `密码应为${min}到${max}个字符`, en: `the password must have ${min} to ${max} characters` }
  }
  if (!password.toLowerCase().includes(name.toLowerCase())) return undefined
  return { zh: '密码不能包含用户名', en: 'the password must not contain the name' }
}
