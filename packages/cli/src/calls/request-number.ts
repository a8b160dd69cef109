import { ConnectionError, ServiceError, TimeoutError, UnreadableAnswerError } from '@yaoquan/client'
import { OperationFault } from '#terminal/faults'

const unknownOutcomes = [ConnectionError, TimeoutError, UnreadableAnswerError, ServiceError]

/** A fault that names the number of its write, where nobody knows whether the write was done; others as they are. */
export function withRequestNumber(error: unknown, outRequestNo: string): unknown {
  const isUnknown = unknownOutcomes.some((unknownOutcome) => error instanceof unknownOutcome)
  if (!isUnknown || !(error instanceof Error)) return error
  const zh = `${error.message}；是否已执行未知，请用 --out-request-no ${outRequestNo} 重试`
  return new OperationFault(zh, 'retry with that number: it happens once', { cause: error })
}
