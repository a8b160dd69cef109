import type { Administration, DayReport, Finding } from '#server'
import { instantText, say } from '#terminal/output'
import { table } from '#terminal/table'
import {
  costCells,
  costColumns,
  entryCells,
  entryColumns,
  findingCells,
  findingColumns,
  type ReportSinks,
} from './report-rows.ts'

type Input = Readonly<{
  administration: Pick<Administration, 'reconcile'>
  sellers: readonly string[]
  day: string
  orderHours: number
  json: boolean
}>

/** What was found in all sellers together. */
export type Reconciled = Readonly<{ findings: number; pending: number }>

/** Reconciles sellers one after the other and writes findings as they are found: memory does not grow with the day. */
export async function reconcileInto(input: Input, sinks: ReportSinks): Promise<Reconciled> {
  const { findingMembers, findingText, kindNames, reportMembers } = await import('#server')
  const { administration, sellers, day, orderHours, json } = input
  const { print } = sinks
  await sinks.finding(findingColumns)
  await sinks.entry?.(entryColumns)
  if (json) await print(`{"day":${JSON.stringify(day)},"sellers":[`)
  let [findings, pending] = [0, 0]
  for (const [place, sellerId] of sellers.entries()) {
    const format = json ? jsonFormat(findingMembers, reportMembers) : textFormat({ findingText, kindNames })
    await print(format.head(sellerId, place))
    const report = await administration.reconcile({
      sellerId,
      day,
      orderHours,
      async onFindings(found) {
        await print(format.findings(found))
        for (const one of found) await sinks.finding(findingCells(one, { sellerId, day, ...findingText(one) }))
      },
      async onEntries(entries) {
        for (const one of entries) await sinks.entry?.(entryCells(one, { sellerId, at: instantText(one.atMs) ?? '' }))
      },
    })
    await print(format.end(report))
    findings += report.findingCount
    pending += report.pendingCount
  }
  if (json) await print(`],"finding_count":${findings},"pending_count":${pending}}\n`)
  return { findings, pending }
}

/** How one seller's report is printed, piece by piece. */
type Format = Readonly<{
  head(sellerId: string, place: number): string
  findings(found: readonly Finding[]): string
  end(report: DayReport): string
}>

type Server = typeof import('#server')

function jsonFormat(findingMembers: Server['findingMembers'], reportMembers: Server['reportMembers']): Format {
  let isFirst = true
  return {
    head: (sellerId, place) => `${place === 0 ? '' : ','}{"seller_id":${JSON.stringify(sellerId)},"findings":[`,
    findings(found) {
      const text = found.map((one) => JSON.stringify(findingMembers(one))).join(',')
      const printed = isFirst ? text : `,${text}`
      isFirst = false
      return printed
    },
    end: (report) => `],${JSON.stringify(reportMembers(report)).slice(1)}`,
  }
}

function textFormat({ findingText, kindNames }: Pick<Server, 'findingText' | 'kindNames'>): Format {
  const lines = table([say('类型', 'Kind'), say('说明', 'Explanation')])
  return {
    head: (sellerId) => `== ${say('连锁', 'seller')} ${sellerId}\n`,
    findings: (found) =>
      `${lines(
        found.map((finding) => {
          const { zh, en } = findingText(finding)
          return [`${finding.isPending ? say('等待 ', 'pending ') : ''}${finding.kind}`, say(zh, en)]
        }),
      )}\n`,
    end: (report) => `${endLines(report, kindNames).join('\n')}\n`,
  }
}

function endLines(report: DayReport, kindNames: Server['kindNames']): readonly string[] {
  const { redemptions, returns, orders, synced, findings, findingCount, pendingCount, cost, deadlineMs } = report
  const counts = Object.entries(findings).filter(([, count]) => count > 0)
  const costs = table(costColumns)
  const total = { key: say('合计', 'total'), name: undefined, ...cost.total }
  return [
    say(
      `核销 ${redemptions}，退回 ${returns}，用券订单 ${orders}，被拒的重复核销 ${report.refusedUses}，未成立的离线核销 ${report.lostUploads}`,
      `${redemptions} redemptions, ${returns} returns, ${orders} orders with coupons, ${report.refusedUses} refused double uses, ${report.lostUploads} offline redemptions in vain`,
    ),
    ...(synced.orders
      ? []
      : [
          say('该连锁没有同步过订单，不核对订单', 'this seller never synced an order: nothing is compared with orders'),
        ]),
    ...counts.map(([kind, count]) => {
      const { zh, en } = kindNames[kind as keyof typeof kindNames]
      return `${kind} ${count}  ${say(zh, en)}`
    }),
    say(
      `差异 ${findingCount}，等待 ${pendingCount}，至 ${instantText(deadlineMs)}`,
      `${findingCount} findings, ${pendingCount} pending until ${instantText(deadlineMs)}`,
    ),
    ...['', costs([costCells(total)])],
    ...['', say('按模板', 'by template'), costs(cost.byTemplate.map(costCells))],
    ...['', say('按门店', 'by shop'), costs(cost.byShop.map(costCells))],
    ...['', say('按承担方', 'by cost bearer'), costs(cost.byBearer.map(costCells))],
  ]
}
