import { BusinessError, TopClientError } from '@yaoquan/client'
import { CommanderError } from 'commander'
import { UsageFault } from './faults.ts'
import { oneLine, printFault } from './output.ts'

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

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `内部错误 (internal error): ${String(error)}`
  // The Chinese message of the method is written for users.
  if (error instanceof BusinessError) return error.message
  if (error instanceof TopClientError) return `${causes[error.name] ?? '调用失败'} (${error.message})`
  if (isPlain(error)) return error.message
  if ('syscall' in error && 'code' in error) return `系统错误 (${error.message})`
  return `内部错误 (internal error): ${error.message}`
}

/** Whether the message of a fault is written for users. They are recognized by name, since the server loads on demand. */
function isPlain(error: Error): boolean {
  return plainNames.includes(error.name)
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
