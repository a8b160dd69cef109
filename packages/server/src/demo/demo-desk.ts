import type { InputOf, saveTemplate } from '@yaoquan/api'
import type { ManageDependencies } from '#domain/administration/manage-operators'
import { addDays, type DateText, dayOf } from '#domain/dates'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { setShopGroup } from '#domain/lifecycle/set-shop-group'
import type { MethodCall } from '#sample-objects/method-call'
import { type DemoJobParts, doDemoJob } from './demo-jobs.ts'
import { demoMarketerName, demoOwnerName, demoPhone, demoSellerId } from './demo-names.ts'
import { openStaff } from './demo-operators.ts'
import { herbDiscount } from './demo-templates.ts'

export type DeskParts = Readonly<{
  /** Calls the methods of this server. */
  call: MethodCall
  jobs: DemoJobParts
  people: ManageDependencies
}>

/**
 * What operators of the demo do on some days: groups of shops, templates, sends, imports, an extension.
 * @param atMs a moment of that day, epoch milliseconds
 */
export async function workAtDesk(daysAgo: number, atMs: number, parts: DeskParts): Promise<void> {
  await workOfDays[daysAgo]?.(parts, atMs)
}

type Work = (parts: DeskParts, atMs: number) => Promise<void>
type Template = InputOf<typeof saveTemplate>['template']

const summer: Template = {
  couponId: 'D11',
  couponName: '夏季清凉满69减12',
  kind: 'full_reduction',
  couponAmount: '12',
  orderAmount: '69',
  stockTotal: 40,
  memberTotal: 1,
  validFromDay: 0,
  validToDay: 29,
}
const city: Template = {
  couponId: 'D12',
  couponName: '城区门店满88减20',
  kind: 'full_reduction',
  couponAmount: '20',
  orderAmount: '88',
  shop: '@城区门店',
  stockTotal: 50,
  memberTotal: 2,
  validFromDay: 0,
  validToDay: 29,
}
const draft: Template = {
  couponId: 'D13',
  couponName: '滋补养生满299减60',
  kind: 'full_reduction',
  couponAmount: '60',
  orderAmount: '299',
  category: '4001',
  stockTotal: 200,
  memberTotal: 1,
  validFromDay: 0,
  validToDay: 29,
  state: 'draft',
}
const later: Template = {
  couponId: 'D14',
  couponName: '会员节满128减30',
  kind: 'full_reduction',
  couponAmount: '30',
  orderAmount: '128',
  stockTotal: 300,
  stockPerDay: 50,
  memberTotal: 1,
  validFromDay: 0,
  validToDay: 14,
}

/** Work by days ago. The first is the first day of the demo. */
const workOfDays: Readonly<Record<number, Work>> = {
  180: async ({ jobs: { lifecycle }, people }, nowMs) => {
    await openStaff({ people, nowMs })
    const actor = `operator:${demoOwnerName}`
    for (const [name, shops] of [
      ['城区门店', '01,02,03,04'],
      ['郊区门店', '05,06'],
    ] as const) {
      const named = {
        sellerId: demoSellerId,
        outRequestNo: { own: `demo-${name}` },
        method: 'shop-group set',
        content: '',
      }
      const request = { ...named, actor, requestId: undefined, nowMs }
      await runAct(setShopGroup, { lifecycle, request, name, shops, seenVersion: 0 })
    }
  },
  150: async (parts, atMs) => {
    await save(parts, summer, atMs)
    await send(
      parts,
      { jobId: 'DEMOJOB000000001', title: '夏季清凉券名单', couponId: 'D11', phones: phonesFrom(20, 28) },
      atMs,
    )
  },
  90: async ({ call }, atMs) => {
    await call('yaoquan.template.close', { outRequestNo: 'DEMO-D11-CLOSE', couponId: 'D11', reason: '活动结束' }, atMs)
  },
  60: (parts, atMs) => save(parts, { ...herbDiscount, discountCap: '80' }, atMs),
  30: ({ jobs }, atMs) => {
    const file = {
      jobId: 'DEMOJOB000000002',
      title: '小程序发放.csv',
      operator: demoMarketerName,
      rows: couponRows(dayOf(atMs)),
    }
    return doDemoJob({ ...file, task: { kind: 'import-coupons' } }, atMs, jobs)
  },
  21: async (parts, atMs) => {
    await save(parts, city, atMs)
    await send(
      parts,
      { jobId: 'DEMOJOB000000003', title: '城区会员回访', couponId: 'D12', phones: phonesFrom(60, 36) },
      atMs,
    )
  },
  12: ({ jobs }, atMs) => {
    const file = { jobId: 'DEMOJOB000000004', title: '望京店新会员.xlsx', operator: demoMarketerName, rows: memberRows }
    return doDemoJob({ ...file, task: { kind: 'import-members' } }, atMs, jobs)
  },
  4: ({ jobs }, atMs) => {
    const task = { kind: 'extend', endDate: addDays(dayOf(atMs), 39), reason: '活动延长' } as const
    const named = { jobId: 'DEMOJOB000000005', title: '城区券延长一个月', operator: demoOwnerName }
    return doDemoJob({ ...named, task, filter: { couponId: 'D12' } }, atMs, jobs)
  },
  2: async (parts, atMs) => {
    await save(parts, draft, atMs)
    const begins = addDays(dayOf(atMs), 12)
    const window = { claimFrom: `${begins} 00:00:00`, claimTo: `${addDays(begins, 13)} 23:59:59` }
    await save(parts, { ...later, ...window }, atMs)
  },
}

async function save({ call }: DeskParts, template: Template, atMs: number): Promise<void> {
  await call('yaoquan.template.save', { outRequestNo: `DEMO-${template.couponId}-SAVE`, template }, atMs)
}

type Send = Readonly<{ jobId: string; title: string; couponId: string; phones: readonly string[] }>

function send({ jobs }: DeskParts, { couponId, ...asked }: Send, atMs: number): Promise<void> {
  const task = { kind: 'send', couponId, count: 1, channel: 'wechat' } as const
  return doDemoJob({ ...asked, operator: demoMarketerName, task }, atMs, jobs)
}

function phonesFrom(first: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, place) => demoPhone(first + place))
}

/** New members, one whom the seller has, and one whose phone lost its digits in a spreadsheet. */
const memberRows = [
  { phone: '13800102001', cardNo: '880020001', name: '孙丽华', level: '普通会员' },
  { phone: '13800102002', cardNo: '880020002', name: '郑国强', level: '普通会员' },
  { phone: '13800102003', cardNo: '880020003', name: '马晓燕', level: '银卡' },
  { phone: '13800102004', cardNo: '880020004', name: '何志明', level: '普通会员' },
  { phone: demoPhone(3), cardNo: '880010003', level: '银卡' },
  { phone: '1.38001E+10', name: '周敏', level: '普通会员' },
] as const

function couponRows(day: DateText): readonly Readonly<Record<string, string>>[] {
  return Array.from({ length: 8 }, (_, place) => ({
    couponCode: `YQM${String(1_001 + place)}`,
    couponId: '15',
    couponName: '新会员9.9元券',
    couponAmount: '9.9',
    orderAmount: '39',
    startDate: day,
    endDate: addDays(day, 59),
    billDate: day,
    channel: '小程序',
    status: '0',
    phone: demoPhone(40 + place),
  }))
}
