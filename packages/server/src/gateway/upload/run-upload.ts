import { createHash } from 'node:crypto'
import {
  type BusinessError,
  businessErrors,
  filledText,
  transientUploadErrors,
  type UploadErrorName,
  uploadErrors,
  uploadLines,
} from '@yaoquan/api'
import type { TextValues } from '@yaoquan/protocol'
import { jsonLine } from '@yaoquan/protocol'
import { inLanguage } from '#gateway/answer-cache'
import type { GatewayDependencies } from '#gateway/gateway-dependencies'
import type { BodyLine } from '#methods/yaoquan.coupon.upload'
import { BodyFault, bodyLines } from './body-lines.ts'
import type { OpenedUpload } from './open-upload.ts'

/** Lines of one transaction. */
const batchLines = 1_000
/** Refused lines that are reported one by one; bounded, so that a caller that reads the answer last never blocks the upload. */
const maxShown = 10_000

export type RunningUpload = Readonly<{
  opened: OpenedUpload
  /** Uncompressed. Throws a BodyFault where it cannot be read. */
  body: AsyncIterable<Uint8Array>
  /** Opens the file that holds the body until its digest is compared. @returns undefined when there is no room */
  openSpool: () => Promise<UploadSpool | undefined>
  isStopping: () => boolean
}>

/** A stored body: written to its end, then read, then closed. */
export type UploadSpool = Readonly<{
  append(bytes: Uint8Array): Promise<boolean>
  pieces(): AsyncIterable<Uint8Array>
  close(): Promise<void>
}>

/**
 * Spools a body, compares its digest, then stores it batch by batch and yields each line of the answer as soon as it is true; the last is a
 * summary. Nothing of a body with a wrong digest is stored. Batches depend only on the lines, so a body that is sent again has the same
 * batches, wherever the first attempt ended.
 */
export async function* runUpload(upload: RunningUpload, gateway: GatewayDependencies): AsyncGenerator<string, void> {
  const { opened } = upload
  const counts: Counts = { lines: 0, created: 0, existing: 0, refused: 0 }
  let ending: Ending
  try {
    ending = yield* spoolAndStore(upload, { counts, gateway })
  } catch (error) {
    if (error instanceof BodyFault) ending = failed(error.error, error.values)
    else {
      gateway.telemetry.callFailed({ requestId: opened.requestId, method: methodName, error })
      ending = failed('fault')
    }
  }
  tellTelemetry(opened, ending, gateway)
  yield summaryLine(inLanguage({ kind: 'summary', ...counts, ...ending, requestId: opened.requestId }, opened.language))
}

const methodName = 'yaoquan.coupon.upload'

type Counts = { lines: number; created: number; existing: number; refused: number }

/** The upload so far, and where its mistakes are told. */
type Storing = Readonly<{ counts: Counts; gateway: GatewayDependencies }>

type Ending = Readonly<{
  success: boolean
  isTransient: boolean
  errorCode?: string
  errorMessage?: string
  errorMessageEn?: string
}>

async function* spoolAndStore(upload: RunningUpload, storing: Storing): AsyncGenerator<string, Ending> {
  const spool = await upload.openSpool()
  if (spool === undefined) return failed('noRoom')
  try {
    const fault = await spoolBody(upload, spool)
    return fault === undefined ? yield* storeBody(upload, spool, storing) : failed(fault)
  } finally {
    await spool.close()
  }
}

/** @returns why nothing of the body may be stored, if so */
async function spoolBody(upload: RunningUpload, spool: UploadSpool): Promise<UploadErrorName | undefined> {
  const { opened, body, isStopping } = upload
  const { algorithm, hex } = opened.digest
  const hash = createHash(algorithm)
  for await (const bytes of body) {
    if (isStopping()) return 'stopping'
    hash.update(bytes)
    if (!(await spool.append(bytes))) return 'noRoom'
  }
  return hash.digest('hex') === hex ? undefined : 'digestMismatch'
}

async function* storeBody(
  { opened, isStopping }: RunningUpload,
  spool: UploadSpool,
  storing: Storing,
): AsyncGenerator<string, Ending> {
  let number = 0
  for await (const lines of batchesOf(bodyLines(spool.pieces()))) {
    number += 1
    if (!(await opened.isStillAllowed())) return failed('notAllowedNow')
    const isStored = yield* storeBatch({ opened, number, lines }, storing)
    if (!isStored) return refusedEnding(businessErrors.idempotentConflict, { outRequestNo: opened.outRequestNo })
    if (lines.length === batchLines && isStopping()) return failed('stopping')
  }
  const { refused } = storing.counts
  if (refused === 0) return { success: true, isTransient: false }
  return refusedEnding(businessErrors.partlyFailed, { failed: refused })
}

async function* batchesOf(lines: AsyncIterable<BodyLine>): AsyncGenerator<readonly BodyLine[], void> {
  let batch: BodyLine[] = []
  for await (const line of lines) {
    batch.push(line)
    if (batch.length < batchLines) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

type Batch = Readonly<{ opened: OpenedUpload; number: number; lines: readonly BodyLine[] }>

/** @returns false if the request number was used for other lines */
async function* storeBatch(
  { opened, number, lines }: Batch,
  { counts, gateway }: Storing,
): AsyncGenerator<string, boolean> {
  const stored = await opened.writer.storeBatch({ number, lines })
  if (stored.kind === 'conflict') return false
  if (stored.noPhones) {
    const mistake = { appKey: opened.appKey, method: methodName, name: 'phone', times: stored.noPhones }
    gateway.telemetry.appMistaken({ kind: 'no-phone', ...mistake, nowMs: gateway.clock(opened.sellerId) })
  }
  for (const line of stored.refused.slice(0, Math.max(0, maxShown - counts.refused))) {
    yield refusedLine(inLanguage(line, opened.language))
  }
  counts.lines += lines.length
  counts.created += stored.created
  counts.existing += stored.existing
  counts.refused += stored.refused.length
  yield progressLine({ kind: 'progress', ...counts })
  return true
}

const refusedLine = jsonLine(uploadLines.refused)
const progressLine = jsonLine(uploadLines.progress)
const summaryLine = jsonLine(uploadLines.summary)

function failed(name: UploadErrorName, values: TextValues = {}): Ending {
  return { ...refusedEnding(uploadErrors[name], values), isTransient: transientUploadErrors.has(name) }
}

function refusedEnding(error: BusinessError, values: TextValues): Ending {
  const { zh, en } = filledText(error, values)
  return { success: false, isTransient: false, errorCode: error.code, errorMessage: zh, errorMessageEn: en }
}

function tellTelemetry(opened: OpenedUpload, ending: Ending, { telemetry }: GatewayDependencies): void {
  const { requestId, ip, appKey, sellerId, startedMs } = opened
  const isFault = ending.errorCode === uploadErrors.fault.code
  telemetry.callAnswered({
    requestId,
    method: methodName,
    ip,
    appKey,
    sellerId,
    code: isFault ? 15 : 0,
    subCode: ending.errorCode ?? '',
    durationMs: performance.now() - startedMs,
    answerLength: 0,
  })
}
