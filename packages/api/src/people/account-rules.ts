import type { Text } from '../language/field.ts'

/** Characters. */
const passwordLength = { min: 10, max: 128 } as const

/** Names that events use for commands of the command line. */
export const namesOfCommands: readonly string[] = [
  'cli',
  'export',
  'generate',
  'import',
  'policy',
  'retention',
  'sandbox',
  'shadow',
  'shop-group',
]

/** @returns why a text cannot be the name of an operator */
export function problemOfName(name: string): Text | undefined {
  if (!/^[a-z][a-z0-9._-]{1,31}$/.test(name)) {
    return {
      zh: '应为2到32个小写字母、数字或 . _ -，以字母开头',
      en: 'must be 2 to 32 lower-case letters, digits or . _ -, beginning with a letter',
    }
  }
  if (!namesOfCommands.includes(name)) return undefined
  return unusableName
}

/** The same text for a name that commands have in events and for one that exists in any seller: the answer must not say which. */
export const unusableName: Text = {
  zh: '已被占用或保留，请换一个',
  en: 'is taken or reserved; choose another',
}

/** Words that a password must not contain: a guesser knows them. */
export type KnownNames = Readonly<{
  name: string
  displayName: string
  /** Names of the sellers in which the operator has a role. */
  sellerNames: readonly string[]
}>

/** @returns why a text cannot be the password of an operator. The server refuses common passwords besides */
export function problemOfPassword(password: string, { name, displayName, sellerNames }: KnownNames): Text | undefined {
  const { min, max } = passwordLength
  const { length } = [...password]
  if (length < min || length > max) {
    return { zh: `密码应为${min}到${max}个字符`, en: `the password must have ${min} to ${max} characters` }
  }
  const known = [name, ...[displayName, ...sellerNames].filter(isTelling)]
  const text = password.toLowerCase()
  if (!known.some((word) => text.includes(word.toLowerCase()))) return undefined
  return {
    zh: '密码不能包含用户名、姓名或连锁的名称',
    en: 'the password must not contain your name or that of a seller',
  }
}

/** Two Chinese characters or four letters: shorter names occur in any text. */
function isTelling(name: string): boolean {
  return new TextEncoder().encode(name).length >= 4
}

/** One would be a key pressed to get past the question. */
const fewest = 2

/** A letter or digit of any script. Some letters are blanks, such as U+3164. */
const letterOrDigit = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/gu

/** @returns why a text cannot be the reason for which an operator sees full phones */
export function problemOfReason(reason: string): Text | undefined {
  if ((reason.match(letterOrDigit) ?? []).length >= fewest) return undefined
  return {
    zh: `应至少有${fewest}个文字或数字，标点与空白不算`,
    en: `must have at least ${fewest} letters or digits; punctuation and blanks do not count`,
  }
}

/** Whether an app may get its authorization back there: by https, or on the browser's own machine (RFC 8252, 7.3; RFC 9700, 2.6). */
export function isReturnAddress(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || text.includes('#')) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/
