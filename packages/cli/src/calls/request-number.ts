import { ConnectionError, ServiceError, TimeoutError, UnreadableAnswerError } from '@yaoquan/client'
import { OperationFault } from '#terminal/faults'

const unknownOutcomes = [ConnectionError, TimeoutError, UnreadableAnswerError, ServiceError]

/** Adds the request number to a fault that leaves unknown whether the write was done. Returns other faults unchanged. */
export function withRequestNumber(error: unknown, outRequestNo: string): unknown {
  const isUnknown = unknownOutcomes.some((unknownOutcome) => error instanceof unknownOutcome)
  if (!isUnknown || !(error instanceof Error)) return error
  const zh = `${error.message}；是否已执行未知，请用 --out-request-no ${outRequestNo} 重试`
  return new OperationFault(zh, 'unknown whether it was done; retry with this number, it takes effect only once', {
    cause: error,
  })
}
