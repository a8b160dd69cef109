import { businessErrors, type Text } from '@yaoquan/api'
import { BusinessError, TopClientError } from '@yaoquan/client'
import { CommanderError } from 'commander'
import { language, localized, oneLine, printFault, say, UsageFault } from './output.ts'

/** Prints a fault as one line on stderr. `YAOQUAN_DEBUG=1` adds the stack. @returns the exit code */
export function reportFault(error: unknown): number {
  // Commander has already printed help, version or its own message.
  if (error instanceof CommanderError) return isHelp(error) ? 0 : 2
  printFault(describeFault(error))
  if (process.env['YAOQUAN_DEBUG'] === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  return error instanceof UsageFault ? 2 : 1
}

function isHelp({ code }: CommanderError): boolean {
  return code === 'commander.helpDisplayed' || code === 'commander.version'
}

/** The one-line description of a fault. */
export function describeFault(error: unknown): string {
  return oneLine(describe(error))
}

/** A fault as a line of a log has it, which has no language. */
export function loggedFault(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error))
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `${say('内部错误', 'internal error')}: ${String(error)}`
  if (error instanceof BusinessError) return refusalText(error)
  if (error instanceof TopClientError) return language === 'en' ? error.message : chineseOf(error)
  if (isPlain(error)) return 'text' in error && isText(error.text) ? localized(error.text) : error.message
  if ('syscall' in error && 'code' in error) return `${say('系统错误', 'system error')}: ${error.message}`
  return `${say('内部错误', 'internal error')}: ${error.message}`
}

/** A refusal of a method: in Chinese the server's sentence, in English the text of the table of refusals where it has one. */
function refusalText({ message, errorCode }: BusinessError): string {
  const row = Object.values(businessErrors).find(({ code }) => code === errorCode)
  return language === 'zh' || row === undefined ? message : `${row.message.en} (${errorCode})`
}

function chineseOf({ name, message }: TopClientError): string {
  const [pattern, text = ''] = details[name] ?? []
  if (pattern?.test(message)) return message.replace(pattern, text)
  return `${causes[name] ?? '调用失败'}: ${message}`
}

/** Faults that the client words in English. Answers of a gateway are shown as they are. */
const details: Readonly<Record<string, readonly [pattern: RegExp, zh: string]>> = {
  ConnectionError: [/^cannot reach/, '无法连接'],
  TimeoutError: [/^no answer from (\S+) within (\d+) ms/, '等待 $1 的响应超过 $2 毫秒'],
  UnreadableAnswerError: [/^(\S+) answered HTTP (\d+),.*/, '$1 返回 HTTP $2，不是网关的响应：请检查网关地址'],
}

/** Whether the message of a fault is written for users. They are recognized by name, since the server loads on demand. */
function isPlain(error: Error): boolean {
  return plainNames.includes(error.name)
}

/** Faults of the server have both languages. */
function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
}

const plainNames: readonly string[] = ['UsageFault', 'OperationFault', 'DescribedFault', 'OperatorError']

const causes: Readonly<Record<string, string>> = {
  AuthenticationError: '身份校验失败',
  PermissionError: '没有权限',
  RateLimitError: '调用次数超限',
  InvalidRequestError: '请求有误',
  ServiceError: '服务端错误',
  ConnectionError: '无法连接',
  TimeoutError: '等待响应超时',
  UnreadableAnswerError: '响应无法读取',
}
