import { exportMember } from '@yaoquan/api'
import { type ResultOf, TopClient } from '@yaoquan/client'
import { Option } from 'commander'
import { type CallRow, callRow } from '#calls/call-row'
import { newOutRequestNo } from '#calls/request-number'
import { wireValues } from '#calls/wire-values'
import { withByteSink } from '#export/byte-sink'
import { memberPage } from '#export/member-page'
import { nonBlank } from '#options/data-options'
import type { CallFlags } from '#options/gateway-options'
import { say } from '#terminal/language'
import { printResult } from '#terminal/output'

const { member, merges, events, eventsRemovedBefore, coupons, orders } = exportMember.response.result.fields
const documentFields = { member, merges, events, eventsRemovedBefore, coupons, orders }

type Exported = Pick<ResultOf<typeof exportMember>, keyof typeof documentFields>

/** `yaoquan member export`. It collects all pages and writes files, which no other command of a method does. */
export const memberExportRow: CallRow = callRow(exportMember, {
  takes: ['memberId'],
  omits: ['cursor', 'limit'],
  needs: [{ of: ['memberId', 'phone', 'cardNo'] }],
  options: () => [
    new Option(
      '--out <file>',
      say('JSON输出文件，缺省为标准输出', 'JSON output file; default: standard output'),
    ).argParser(nonBlank),
    new Option(
      '--html <file>',
      say('另写一份可打印的网页', 'also write a page that can be read and printed'),
    ).argParser(nonBlank),
  ],
  before: async (request, flags) => {
    const exported = await fetchAll(flags, request)
    await writeExport(exported, flags)
    return true
  },
  examples: ['member export M1024 --out M1024.json --html M1024.html'],
  notes: say(
    '文件含个人信息：只交给本人，用后删除。手机号按应用的权限显示（打码或完整）。每一页是一次调用，请求号为 --out-request-no 加 -1、-2 …。',
    'The files hold personal data: give them to the person only, and delete them afterwards. Phones are shown as the app may see them. Each page is a call; its request number is --out-request-no with -1, -2 … appended.',
  ),
})

type Identifier = Readonly<{ memberId?: string | undefined; phone?: string | undefined; cardNo?: string | undefined }>

async function fetchAll(flags: CallFlags, identifier: Identifier): Promise<Exported> {
  const client = new TopClient(flags)
  const { outRequestNo = newOutRequestNo() } = flags
  const fetchPage = (place: number, cursor: string | undefined) =>
    client.exportMember({ ...identifier, outRequestNo: `${outRequestNo}-${place}`, cursor, limit: 200 })
  const pages = [await fetchPage(1, undefined)]
  for (let cursor = pages[0]?.nextCursor; cursor !== undefined; cursor = pages.at(-1)?.nextCursor) {
    pages.push(await fetchPage(pages.length + 1, cursor))
  }
  return {
    member: pages.at(-1)?.member,
    merges: pages.at(-1)?.merges,
    coupons: pages.flatMap((page) => page.coupons),
    orders: pages.flatMap((page) => page.orders),
    events: pages.flatMap((page) => page.events),
    eventsRemovedBefore: pages.find((page) => page.eventsRemovedBefore !== undefined)?.eventsRemovedBefore,
  }
}

type FileFlags = CallFlags & Readonly<{ out?: string; html?: string }>

async function writeExport(exported: Exported, { out, html, json }: FileFlags): Promise<void> {
  const document = wireValues(documentFields, exported)
  await writeText(out, `${JSON.stringify(document, undefined, 2)}\n`)
  if (html !== undefined) await writeText(html, memberPage(document))
  if (out === undefined) return
  const { member: { memberId = '' } = {}, coupons, orders } = exported
  const text = say(
    `已导出会员 ${memberId}，优惠券 ${coupons.length} 张，订单 ${orders.length} 个`,
    `exported member ${memberId}: ${coupons.length} coupons, ${orders.length} orders`,
  )
  printResult({ json }, { member_id: memberId, coupons: coupons.length, orders: orders.length, out, html }, text)
}

async function writeText(path: string | undefined, text: string): Promise<void> {
  await withByteSink(path, (sink) => sink.write(Buffer.from(text, 'utf8')))
}
