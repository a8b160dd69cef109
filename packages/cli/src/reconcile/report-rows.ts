import { guarded, quotedCsv } from '@yaoquan/api'
import { type ByteSink, withByteSink } from '#export/byte-sink'
import type { CostEntry, CostLine, Finding } from '#server'
import { say } from '#terminal/output'

/** Fen as yuan with both decimals, also negative ones. */
function yuan(fen: number | undefined): string {
  if (fen === undefined) return ''
  const [whole, cents] = [Math.trunc(Math.abs(fen) / 100), String(Math.abs(fen) % 100).padStart(2, '0')]
  return `${fen < 0 ? '-' : ''}${whole}.${cents}`
}

export const findingColumns = [
  ...['连锁', '日期', '类型', '状态', '订单号', '券码', '核销号', '门店', '券抵扣', '订单优惠', '另一订单', '事件序号'],
  ...['说明', 'Explanation'],
] as const

/** A line of the file of findings. @param text what is wrong, in both languages */
export function findingCells(
  finding: Finding,
  { sellerId, day, zh, en }: Readonly<{ sellerId: string; day: string; zh: string; en: string }>,
): readonly string[] {
  const { kind, isPending, orderId, couponCode = '', redemptionId = '', shop = '', otherOrderId = '' } = finding
  return [
    ...[sellerId, day, kind, isPending ? '等待' : '差异', orderId, couponCode, redemptionId, shop],
    ...[yuan(finding.offFen), yuan(finding.orderOffFen), otherOrderId, finding.eventSeqs.join(' '), zh, en],
  ]
}

export const entryColumns = [
  ...['连锁', '时间', '类型', '核销号', '订单号', '券码', '模板或券id', '券名称', '门店', '承担方', '金额', '面额'],
  '事件序号',
] as const

/** A line of the file of amounts. @param at its moment as text */
export function entryCells(
  entry: CostEntry,
  { sellerId, at }: Readonly<{ sellerId: string; at: string }>,
): readonly string[] {
  const { kind, redemptionId, orderId, couponCode, couponId = '', couponName = '', shop = '', costBearer = '' } = entry
  return [
    ...[sellerId, at, kind === 'redeemed' ? '核销' : '退券', redemptionId, orderId, couponCode, couponId, couponName],
    ...[shop, costBearer, yuan(entry.fen), yuan(entry.faceFen), String(entry.eventSeq ?? '')],
  ]
}

export const costColumns = [
  '',
  say('核销', 'Redemptions'),
  say('抵扣', 'Off'),
  say('退回次数', 'Returns'),
  say('退回', 'Given back'),
  say('费用', 'Cost'),
  say('未知抵扣', 'Unknown'),
  say('其面额', 'Face value'),
]

/** A line of a table of costs. */
export function costCells({ key, name, ...sum }: CostLine): readonly string[] {
  const label = [key ?? say('未设定', 'none'), ...(name === undefined || name === key ? [] : [name])].join(' ')
  return [
    ...[label, String(sum.redemptions), yuan(sum.redeemedFen), String(sum.returns), yuan(sum.returnedFen)],
    ...[yuan(sum.netFen), String(sum.unpriced), yuan(sum.unpricedFaceFen)],
  ]
}

/** The destinations of a report. */
export type ReportSinks = Readonly<{
  /** Text or JSON on standard output. */
  print(text: string): Promise<void>
  /** A line of the file of findings; does nothing without one. */
  finding(cells: readonly string[]): Promise<void>
  /** Undefined unless every amount is written. */
  entry: ((cells: readonly string[]) => Promise<void>) | undefined
}>

type Files = Readonly<{ csv?: string; entries?: string }>

/** Runs `work` with the sinks, and completes the files when it is done. */
export function withReportSinks<T>(files: Files, work: (sinks: ReportSinks) => Promise<T>): Promise<T> {
  return withByteSink(undefined, (output) =>
    withOptionalSink(files.csv, (findings) =>
      withOptionalSink(files.entries, async (entries) => {
        if (findings !== undefined) await findings.write(Buffer.from(byteOrderMark))
        if (entries !== undefined) await entries.write(Buffer.from(byteOrderMark))
        return work({
          print: (text) => output.write(Buffer.from(text)),
          finding: async (cells) => findings?.write(csvLine(cells)),
          entry: entries === undefined ? undefined : (cells) => entries.write(csvLine(cells)),
        })
      }),
    ),
  )
}

function withOptionalSink<T>(path: string | undefined, work: (sink: ByteSink | undefined) => Promise<T>): Promise<T> {
  return path === undefined ? work(undefined) : withByteSink(path, work)
}

/** Spreadsheets take the file for UTF-8 by it. */
const byteOrderMark = '\ufeff'

function csvLine(cells: readonly string[]): Uint8Array {
  return Buffer.from(`${cells.map((cell) => quotedCsv(isNumber(cell) ? cell : guarded(cell))).join(',')}\r\n`)
}

/** A negative amount is no formula. */
function isNumber(cell: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(cell)
}
