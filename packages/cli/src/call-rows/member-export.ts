import { eraseMember, exportMember, type getMember, list } from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import { Option } from 'commander'
import { type CallRow, callRow } from '#calls/call-row'
import { eraseList, readMemberIds } from '#calls/erase-list'
import { gatewayClient } from '#calls/gateway-client'
import { newOutRequestNo } from '#calls/request-number'
import { wireValues } from '#calls/wire-values'
import { withByteSink } from '#export/byte-sink'
import { memberPage } from '#export/member-page'
import { nonBlank } from '#options/data-options'
import type { CallFlags } from '#options/gateway-options'
import { confirm, isAtTerminal } from '#terminal/confirm'
import { printNote, printResult, say, UsageFault } from '#terminal/output'

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
  const client = gatewayClient(flags)
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

const { outRequestNo, memberId, reason } = eraseMember.request
const { zh, en } = memberId.description

/** The method with any number of members. */
const eraseMembers = {
  ...eraseMember,
  request: { outRequestNo, ids: list('ids', { itemTag: 'id', item: memberId }, zh, en), reason },
} as const

/** `yaoquan member erase`. Besides one call it confirms the erasure with the person, and erases several members with one call each. */
export const memberEraseRow: CallRow = callRow(eraseMembers, {
  takes: ['ids'],
  options: () => [
    new Option(
      '--file <file>',
      say('会员id的文件，每行一个，- 为标准输入', 'file with a member id a line; - for standard input'),
    ),
    new Option('--yes', say('不再询问；脚本中必须给出', 'do not ask; required in scripts')),
  ],
  before: ({ ids, reason: why }, flags) => confirmOrEraseList(flags, { ids, reason: why }),
  call: (client, { ids: [id = ''] = [], ...request }) => client.eraseMember({ ...request, memberId: id }),
  says: ({ memberIds = [], erasedAt }, { ids: [id = ''] = [] }) => {
    const erased = [id, ...memberIds].join(', ')
    return say(`已删除会员 ${erased}，${erasedAt}`, `erased member ${erased}, ${erasedAt}`)
  },
  examples: ['member erase M1024 --reason 本人申请 --yes --json', 'member erase --file erase.txt --yes --json'],
  notes: say(
    `在终端运行时，先显示将删除的数量，再要求输入会员id确认。查看需要权限 yaoquan.member.get。
多位会员：终端要求输入人数确认；每位的请求号为 --out-request-no 加 - 与会员id，中断后用同一请求号与文件重新运行即可。
有未删除的会员时逐一列出，退出码为1；此前已删除的只计数。`,
    `On a terminal the command shows counts of what will go and asks for the member id once more; that needs the grant yaoquan.member.get.
Several members: a terminal asks for their number. The request number of each is --out-request-no with - and the member id appended, so after an interruption run the same file again with the same number. Members that were not erased are listed, and the exit code is 1; those erased before are only counted.`,
  ),
})

type Erasure = Readonly<{ ids: readonly string[] | undefined; reason: string | undefined }>
type EraseFlags = CallFlags & Readonly<{ file?: string; yes?: boolean }>

/** @returns whether the members were erased, as several are; one is left to the call */
async function confirmOrEraseList(
  { file, yes, ...flags }: EraseFlags,
  { ids, reason: why }: Erasure,
): Promise<boolean> {
  if ((ids === undefined) === (file === undefined)) {
    throw new UsageFault('请指定会员id，或用 --file 指定文件', 'name member ids, or a file with --file')
  }
  const [id, ...others] = ids ?? []
  if (id !== undefined && others.length === 0) {
    if (!yes) await confirmErasure(flags, id)
    return false
  }
  const memberIds = file === undefined ? [...new Set(ids)] : await readMemberIds(file)
  if (!yes) await confirmErasures(memberIds.length)
  await eraseList(flags, { memberIds, reason: why })
  return true
}

/** @throws UsageFault without a terminal */
async function confirmErasure(flags: CallFlags, memberId: string): Promise<void> {
  checkTerminal()
  printNote(erasureNote(memberId, await gatewayClient(flags).getMember({ memberId })))
  await confirm(say(`输入 ${memberId} 确认删除: `, `Type ${memberId} to erase it for good: `), memberId)
}

/** @throws UsageFault without a terminal */
async function confirmErasures(count: number): Promise<void> {
  checkTerminal()
  await confirm(
    say(`输入 ${count} 确认永久删除 ${count} 位会员: `, `Type ${count} to erase ${count} members for good: `),
    String(count),
  )
}

function checkTerminal(): void {
  if (isAtTerminal()) return
  throw new UsageFault(
    '删除不可撤销，不在终端时须加 --yes',
    'it cannot be undone: --yes is required without a terminal',
  )
}

/** What an erasure takes and what it leaves, in counts. */
function erasureNote(memberId: string, { member, couponCount = 0 }: ResultOf<typeof getMember>): string {
  const { phones = [], cards = [], name, level, birthday, marketingConsent, tags = [], attributes = [] } = member ?? {}
  const fields = [name, level, birthday, marketingConsent].filter((value) => value !== undefined).length
  const filled = fields + tags.length + attributes.length
  return say(
    `会员 ${memberId} 将永久失去：手机号 ${phones.length} 个，卡 ${cards.length} 张，资料 ${filled} 项
此前并入它的会员一并删除；其他会员共用的手机号留给他们
保留优惠券 ${couponCount} 张，不再显示手机号与卡号`,
    `member ${memberId} loses for good: ${phones.length} phones, ${cards.length} cards, ${filled} profile fields
members merged into it go too; shared phones stay with the others
${couponCount} coupons stay, without phone and card`,
  )
}
