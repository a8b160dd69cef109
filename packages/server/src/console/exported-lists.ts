import {
  type CouponColumn,
  couponColumnNames,
  couponColumns,
  couponStateOf,
  couponStates,
  type EventKind,
  eventKinds,
  listAudit,
  listRedemptions,
  type MethodDefinition,
  memberColumns,
  memberStates,
  type ResponseOf,
  searchCoupons,
  searchMembers,
  type Text,
} from '@yaoquan/api'
import { decodeJsonResponse } from '@yaoquan/protocol'

/** A page of a list: its rows as cells, and the cursor of the next one. */
export type ExportedPage = Readonly<{ rows: readonly (readonly string[])[]; nextCursor: string | undefined }>

/** A list that operators export: the method that reads it, and how its rows are written. */
export type ExportedList = Readonly<{
  /** Wire name. */
  method: string
  titles: readonly Text[]
  /** @returns undefined where the answer is a refusal */
  readPage: (answer: string) => (ExportedPage & Readonly<{ requestId: string }>) | undefined
}>

type Language = 'zh' | 'en'
type Column<Row> = Readonly<{ title: Text; value: (row: Row) => string | undefined }>

/** @param language of words in the cells. @param today `YYYY-MM-DD`, GMT+8 */
export type ExportSetting = Readonly<{ language: Language; today: string }>

/** The lists by the name that the console's page gives them. */
export const exportedLists = { coupons, redemptions, members, audit } as const satisfies Readonly<
  Record<string, (setting: ExportSetting) => ExportedList>
>

type Coupon = ResponseOf<typeof searchCoupons>['result']['coupons'][number]

function coupons({ language, today }: ExportSetting): ExportedList {
  const columns: readonly Column<Coupon>[] = [
    ...couponColumnNames.filter(isForPeople).map((name): Column<Coupon> => {
      const value = (coupon: Coupon) => coupon[name]
      const state = (coupon: Coupon) => couponStates[couponStateOf(coupon, today)][language]
      return titled(couponColumns[name], name === 'status' ? state : value)
    }),
    column('使用时间', 'Used at', ({ usedAt }) => usedAt),
    column('使用门店', 'Used in shop', ({ usedShop }) => usedShop),
    column('订单号', 'Order', ({ orderId }) => orderId),
    column('核销号', 'Redemption id', ({ redemptionId }) => redemptionId),
  ]
  return listOf(searchCoupons, columns, ({ result }) => ({ ...result, rows: result.coupons }))
}

/** Attributes are JSON for tills. */
function isForPeople(name: CouponColumn): boolean {
  return name !== 'attribute'
}

type Redemption = ResponseOf<typeof listRedemptions>['result']['redemptions'][number]

function redemptions(): ExportedList {
  const columns: readonly Column<Redemption>[] = [
    column('核销号', 'Redemption id', ({ redemptionId }) => redemptionId),
    column('核销时间', 'Redeemed at', ({ redeemedAt }) => redeemedAt),
    column('券码', 'Coupon code', ({ couponCode }) => couponCode),
    column('优惠券', 'Coupon', ({ couponName }) => couponName),
    column('模板号', 'Template id', ({ couponId }) => couponId),
    column('订单号', 'Order', ({ orderId }) => orderId),
    column('门店', 'Shop', ({ shop }) => shop),
    column('抵扣（元）', 'Off (CNY)', ({ offAmount }) => offAmount),
    column('退回时间', 'Returned at', ({ returnedAt }) => returnedAt),
    column('退回原因', 'Reason of the return', ({ returnReason }) => returnReason),
    column('退货不再抵扣（元）', 'Taken back (CNY)', ({ returnedOffAmount }) => returnedOffAmount),
    column('已退款（元）', 'Refunded (CNY)', ({ refundedAmount }) => refundedAmount),
  ]
  return listOf(listRedemptions, columns, ({ result }) => ({ ...result, rows: result.redemptions }))
}

type Member = ResponseOf<typeof searchMembers>['result']['members'][number]

function members({ language }: ExportSetting): ExportedList {
  const inUse = <Item extends Readonly<{ state: string }>>(items: readonly Item[]) =>
    items.filter(({ state }) => state === 'active')
  const columns: readonly Column<Member>[] = [
    column('会员', 'Member', ({ memberId }) => memberId),
    column('状态', 'State', ({ state }) => memberStates[state][language]),
    titled(memberColumns.phone, ({ phones }) => inUse(phones)[0]?.phone),
    titled(memberColumns.cardNo, ({ cards }) => inUse(cards)[0]?.cardNo),
    titled(memberColumns.name, ({ name }) => name),
    titled(memberColumns.level, ({ level }) => level),
    titled(memberColumns.tags, ({ tags }) => tags?.join(';')),
    titled(memberColumns.birthday, ({ birthday }) => birthday),
    titled(memberColumns.consent, ({ marketingConsent: consent }) => consent && answers[`${consent.given}`]),
    titled(memberColumns.consentSource, ({ marketingConsent }) => marketingConsent?.source),
    column('建立时间', 'Created at', ({ createdAt }) => createdAt),
  ]
  return listOf(searchMembers, columns, ({ result }) => ({ ...result, rows: result.members }))
}

type AuditEvent = ResponseOf<typeof listAudit>['result']['events'][number]

function audit({ language }: ExportSetting): ExportedList {
  const kindOf = ({ kind }: AuditEvent) => wordOf(kind)?.[language] ?? kind
  const columns: readonly Column<AuditEvent>[] = [
    column('序号', 'Number', ({ eventSeq }) => String(eventSeq)),
    column('时间', 'Time', ({ at }) => at),
    column('操作者', 'Actor', ({ actor }) => actor),
    column('事件', 'Event', kindOf),
    column('模板号', 'Template id', ({ couponId }) => couponId),
    column('之前', 'Before', ({ before }) => before),
    column('之后', 'After', ({ after }) => after),
    column('请求号', 'Request id', ({ requestId }) => requestId),
  ]
  return listOf(listAudit, columns, ({ result }) => ({ ...result, rows: result.events }))
}

function wordOf(kind: string): Text | undefined {
  return Object.hasOwn(eventKinds, kind) ? eventKinds[kind as EventKind] : undefined
}

/** In words that `yaoquan import --members` reads. */
const answers = { true: 'yes', false: 'no' } as const

function column<Row>(zh: string, en: string, value: Column<Row>['value']): Column<Row> {
  return titled({ zh, en }, value)
}

function titled<Row>(title: Text, value: Column<Row>['value']): Column<Row> {
  return { title, value }
}

function listOf<M extends MethodDefinition, Row>(
  definition: M,
  columns: readonly Column<Row>[],
  read: (
    response: ResponseOf<M>,
  ) => Readonly<{ success: boolean; rows: readonly Row[]; nextCursor?: string | undefined }>,
): ExportedList {
  return {
    method: definition.name,
    titles: columns.map(({ title }) => title),
    readPage(answer) {
      const decoded = decodeJsonResponse(definition, answer, 'simplified')
      if (decoded.kind !== 'response') return undefined
      const { success, rows, nextCursor } = read(decoded.response)
      if (!success) return undefined
      const cells = rows.map((row) => columns.map(({ value }) => value(row) ?? ''))
      return { rows: cells, nextCursor, requestId: decoded.requestId }
    },
  }
}
