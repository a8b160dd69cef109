import { randomBytes } from 'node:crypto'
import { ConnectionError, ServiceError, TimeoutError, UnreadableAnswerError } from '@yaoquan/client'
import { InvalidArgumentError, Option } from 'commander'
import { OperationFault, say } from '#terminal/output'
import { describeFault } from '#terminal/report-fault'

/** The request number of a write. Commands generate a random one if it is not given. */
export function outRequestNoOption(maxLength = 64): Option {
  return new Option(
    '--out-request-no <no>',
    say(
      '请求号，用同一请求号重发不会重复执行；缺省随机生成',
      'request number; a retry with the same number takes effect only once; default: random',
    ),
  ).argParser((text) => requestNumber(text, maxLength))
}

/** Parses a request number. @throws InvalidArgumentError for one that is empty or too long */
export function requestNumber(text: string, maxLength: number): string {
  const no = text.trim()
  if (no !== '' && no.length <= maxLength) return no
  throw new InvalidArgumentError(say(`应为1到${maxLength}个字符`, `must have 1 to ${maxLength} characters`))
}

/** A random request number. */
export function newOutRequestNo(): string {
  return `cli-${randomBytes(12).toString('hex')}`
}

/** Adds the request number to a fault that leaves unknown whether the write was done. Returns other faults unchanged. */
export function withRequestNumber(error: unknown, outRequestNo: string): unknown {
  const isUnknown = unknownOutcomes.some((unknownOutcome) => error instanceof unknownOutcome)
  if (!isUnknown || !(error instanceof Error)) return error
  const fault = describeFault(error)
  return new OperationFault(
    `${fault}；是否已执行未知，请用 --out-request-no ${outRequestNo} 重试`,
    `${fault}; it is unknown whether it was done: retry with --out-request-no ${outRequestNo}, which takes effect only once`,
    { cause: error },
  )
}

const unknownOutcomes = [ConnectionError, TimeoutError, UnreadableAnswerError, ServiceError]
