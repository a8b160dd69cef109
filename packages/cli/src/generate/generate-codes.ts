import { businessErrors, filledText } from '@yaoquan/api'
import type { ByteSink } from '#export/byte-sink'
import type { Administration } from '#server'
import { OperationFault } from '#terminal/output'

export type Generation = Readonly<{
  administration: Readonly<{ generateCoupons(part: Part): Promise<Outcome> }>
  sink: CodeSink
  seller: string
  template: string
  count: number
  channel?: string | undefined
  outRequestNo: string
  /** Called after each part with the number of codes so far. */
  onProgress: (count: number) => void
}>

type Part = Parameters<Administration['generateCoupons']>[0]
type Outcome = Awaited<ReturnType<Administration['generateCoupons' | 'reserveCodes']>>
type Refusal = Extract<Outcome, { kind: 'refused' }>['refusal']

const partSize = 1_000

/**
 * Stores coupons in parts of 1000 and writes the codes of each part once it is durable.
 * @throws OperationFault with the number of coupons stored and how to continue
 */
export async function generateCodes(generation: Generation): Promise<void> {
  let stored = 0
  try {
    for (let part = 1; stored < generation.count; part += 1) {
      const codes = await generatePart(generation, part, Math.min(partSize, generation.count - stored))
      stored += codes.couponCodes.length
      await generation.sink.write(codes)
      generation.onProgress(stored)
    }
  } catch (error) {
    throw stored > 0 ? broken(error, stored, generation) : error
  }
}

async function generatePart(generation: Generation, part: number, count: number): Promise<Codes> {
  const { administration, seller: sellerId, template: couponId, channel, outRequestNo } = generation
  const outcome = await administration.generateCoupons({
    sellerId,
    outRequestNo,
    part,
    couponId,
    channel,
    total: generation.count,
    count,
  })
  if (outcome.kind === 'done') return outcome.answer
  if (outcome.kind === 'refused') throw refused(outcome.refusal)
  throw fault('idempotentConflict', { outRequestNo })
}

function refused(refusal: Refusal): OperationFault {
  if (refusal.kind !== 'template-not-published') return fault(refusals[refusal.kind], refusal)
  const { publishAt: time } = refusal
  return time === undefined ? fault('templateIsDraft') : fault('templateNotPublished', { time })
}

const refusals = {
  'template-not-found': 'templateNotFound',
  'template-closed': 'templateClosed',
  'stock-exhausted': 'stockExhausted',
  'claim-not-open': 'claimNotOpen',
  'member-limit-reached': 'memberLimitReached',
} as const

/** @param values fill in the placeholders of the message */
function fault(name: keyof typeof businessErrors, values: object = {}): OperationFault {
  const { code } = businessErrors[name]
  const { zh, en } = filledText(businessErrors[name], values)
  return new OperationFault(`${zh} (${code})`, `${en} (${code})`)
}

function broken(error: unknown, stored: number, { outRequestNo }: Generation): OperationFault {
  const reason = error instanceof Error ? error.message : String(error)
  return new OperationFault(
    `${reason}；已入库 ${stored} 张，排除原因后用 --out-request-no ${outRequestNo} 重新运行即得到完整文件`,
    `${reason}; ${stored} coupons are stored: run it again with --out-request-no ${outRequestNo} for the complete file`,
    { cause: error },
  )
}

/** Reserved codes have no days yet: those of their coupons count from the claim. */
export type Codes = Readonly<{ couponCodes: readonly string[]; startDate?: string; endDate?: string }>

/** Writes generated codes as CSV. */
export type CodeSink = Readonly<{ write(codes: Codes): Promise<void> }>

/** A sink for codes that writes to a sink for bytes. */
export function codeSink(bytes: Pick<ByteSink, 'write'>): CodeSink {
  let isFirst = true
  return {
    async write(codes) {
      const text = isFirst ? headerOf(codes) + csvOf(codes) : csvOf(codes)
      isFirst = false
      await bytes.write(Buffer.from(text))
    },
  }
}

function headerOf({ startDate }: Codes): string {
  return startDate === undefined ? 'coupon_code\n' : 'coupon_code,start_date,end_date\n'
}

function csvOf({ couponCodes, startDate, endDate }: Codes): string {
  const days = startDate === undefined ? '' : `,${startDate},${endDate}`
  return couponCodes.map((code) => `${code}${days}\n`).join('')
}
