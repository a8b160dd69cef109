import { exportMember } from '@yaoquan/api'
import { type ResultOf, TopClient } from '@yaoquan/client'
import type { Command } from 'commander'
import { newOutRequestNo } from '#calls/request-number'
import { addCallFlags } from '#calls/send-call'
import { wireValues } from '#calls/wire-values'
import { withByteSink } from '#export/byte-sink'
import { memberPage } from '#export/member-page'
import { nonBlank } from '#options/data-options'
import type { CallFlags } from '#options/gateway-options'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/language'
import { printResult } from '#terminal/output'
import { addNaming, type NamingFlags, namingOf } from './member-naming.ts'

type ExportFlags = CallFlags & NamingFlags & Readonly<{ out?: string; html?: string }>
type Exported = ResultOf<typeof exportMember>

/** `yaoquan member export`: writes everything stored about a member, as JSON and as a page. */
export function addMemberExport(member: Command): void {
  const command = addNaming(
    member
      .command('export')
      .description(say('导出一位会员的全部数据，记入事件', 'export everything about a member; recorded as an event')),
  )
    .option('--out <file>', say('JSON输出文件，缺省为标准输出', 'JSON output file; default: standard output'), nonBlank)
    .option('--html <file>', say('另写一份可打印的网页', 'also write a page that can be read and printed'), nonBlank)
  addCallFlags(command, { isWrite: false }).addHelpText('after', notes).action(exportOne)
}

async function exportOne(memberId: string | undefined, given: ExportFlags): Promise<void> {
  const { phone, cardNo, out, html, ...flags } = given
  const { member, merges, coupons, orders, events, eventsRemovedBefore } = await fetchAll(
    new TopClient(flags),
    namingOf(memberId, { phone, cardNo }),
  )
  const document = wireValues(exportedFields, { member, merges, events, eventsRemovedBefore, coupons, orders })
  await writeText(out, `${JSON.stringify(document, undefined, 2)}\n`)
  if (html !== undefined) await writeText(html, memberPage(document))
  if (out === undefined) return
  const summary = { member_id: member?.memberId, coupons: coupons.length, orders: orders.length, out, html }
  printResult(
    flags,
    summary,
    say(
      `已导出会员 ${member?.memberId ?? ''}，优惠券 ${coupons.length} 张，订单 ${orders.length} 个`,
      `exported member ${member?.memberId ?? ''}: ${coupons.length} coupons, ${orders.length} orders`,
    ),
  )
}

const { fields } = exportMember.response.result
const exportedFields = {
  member: fields.member,
  merges: fields.merges,
  events: fields.events,
  eventsRemovedBefore: fields.eventsRemovedBefore,
  coupons: fields.coupons,
  orders: fields.orders,
}

/** Each page is a call of its own, with a request number and an event of its own. */
async function fetchAll(
  client: TopClient,
  naming: Readonly<{ memberId: string | undefined; phone: string | undefined; cardNo: string | undefined }>,
): Promise<Pick<Exported, 'member' | 'merges' | 'events' | 'eventsRemovedBefore' | 'coupons' | 'orders'>> {
  const coupons: Exported['coupons'][number][] = []
  const orders: Exported['orders'][number][] = []
  const events: Exported['events'][number][] = []
  let eventsRemovedBefore: string | undefined
  let cursor: string | undefined
  for (;;) {
    const outRequestNo = newOutRequestNo()
    const page = await client.exportMember({ outRequestNo, ...naming, cursor, limit: 200 })
    coupons.push(...page.coupons)
    orders.push(...page.orders)
    events.push(...page.events)
    eventsRemovedBefore ??= page.eventsRemovedBefore
    cursor = page.nextCursor
    if (cursor === undefined) {
      return { member: page.member, merges: page.merges, events, eventsRemovedBefore, coupons, orders }
    }
  }
}

async function writeText(path: string | undefined, text: string): Promise<void> {
  await withByteSink(path, (sink) => sink.write(Buffer.from(text, 'utf8')))
}

const notes = helpNotes({
  notes: say(
    '文件含个人信息：只交给本人，用后删除。手机号按应用的权限显示（打码或完整）。',
    'The files hold personal data: give them to the person only, and delete them afterwards. Phones are shown as the app may see them.',
  ),
  examples: ['yaoquan member export M1024 --out M1024.json --html M1024.html'],
})
