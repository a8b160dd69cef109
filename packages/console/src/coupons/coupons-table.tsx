import { couponColumns, couponStateOf, eventKinds, type searchCoupons } from '@yaoquan/api'
import type { Key, ReactNode } from 'react'
import { type CouponAct, couponActs, possibleActs } from '../acts/coupon-acts.ts'
import { ValidDays } from '../coupon/validity.tsx'
import { CouponStateTag } from '../design/coupon-state.tsx'
import { shortDay, shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { type ListPage, ListTable, type OneWayOrder, type RowOrder } from '../lists/list-table.tsx'
import type { RowAct } from '../lists/row-acts.tsx'
import { useShownColumns } from '../lists/shown-columns.ts'
import { channelName } from '../names/channel-text.ts'
import { codeText } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { NameAndRule } from '../terms/name-and-rule.tsx'
import { ruleText } from '../terms/rule-text.ts'

type Result = ResultOf<typeof searchCoupons>
type Coupon = Result['coupons'][number]
type Terms = NonNullable<Result['terms']>[number]

/** Its columns. */
export const couponColumnTitles = defineTexts({
  code: { zh: '券码', en: 'Code' },
  name: { zh: '名称与规则', en: 'Name and rule' },
  state: couponColumns.status,
  valid: { zh: '有效期', en: 'Valid' },
  member: { zh: '会员', en: 'Member' },
  channel: couponColumns.channel,
  issued: eventKinds.issued,
  used: { zh: '使用', en: 'Used' },
})

const texts = defineTexts({
  choose: { zh: '选择', en: 'Select' },
  none: { zh: '没有符合条件的优惠券。换个条件试试。', en: 'No coupon matches. Try another filter.' },
  noneYet: {
    zh: '还没有优惠券。新建并发布模板后，会员领取或按名单发放的券列在这里。',
    en: 'No coupons yet. Publish a template; what members claim or you send is listed here.',
  },
})

type CouponsTableProps = ListPage<Coupon> &
  Readonly<{
    isFiltered: boolean
    /** Terms of the rows whose templates have any. */
    terms: readonly Terms[]
    open: (couponCode: string) => void
    /** Opens a coupon with the form of an act. */
    begin: (couponCode: string, act: CouponAct) => void
    order: RowOrder
    /** The order by last valid days, where the server has it. */
    ending: Omit<OneWayOrder, 'column'> | undefined
    /** Chosen for an act on many; undefined where the role has none. */
    selection: Readonly<{ selected: readonly string[]; select: (couponCodes: readonly string[]) => void }> | undefined
  }>

/** A page of coupons; a row opens its drawer. */
export function CouponsTable({
  isFiltered,
  terms,
  selection,
  order,
  ending,
  begin,
  ...page
}: CouponsTableProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const today = useToday()
  const { nameOf } = useShops()
  const { may } = useSession()
  const actsOf = (coupon: Coupon): readonly RowAct[] =>
    possibleActs(couponStateOf(coupon, today), coupon.redemptionId)
      .filter((name) => may(couponActs[name].role))
      .map((name) => ({
        name,
        title: couponActs[name].title[language],
        isDanger: name === 'void',
        act: () => begin(coupon.couponCode, name),
      }))
  const columns = useShownColumns<Coupon, typeof couponColumnTitles>(couponColumnTitles, {
    code: { dataIndex: 'couponCode', width: 150, render: (code: string) => <Code text={code} /> },
    name: {
      ellipsis: true,
      render: (_, row) => <NameAndRule name={row.couponName} rule={ruleText(worthOf(row, terms), language)} />,
    },
    state: { width: 110, render: (_, row) => <CouponStateTag state={couponStateOf(row, today)} /> },
    valid: {
      // Room for two days with their years.
      width: 188,
      className: 'yq-number yq-one-line',
      render: (_, { startDate, endDate }) =>
        endDate !== undefined && <ValidDays startDate={startDate} endDate={endDate} today={today} />,
    },
    member: { width: 108, render: (_, { phone, cardNo }) => phone ?? cardNo },
    channel: {
      dataIndex: 'channel',
      width: 100,
      ellipsis: true,
      render: (channel: string | undefined) =>
        channel !== undefined && <span title={channel}>{channelName(channel, language)}</span>,
    },
    issued: {
      dataIndex: 'billDate',
      width: 96,
      className: 'yq-number yq-one-line',
      render: (day: string | undefined) => day !== undefined && <time title={day}>{shortDay(day, today)}</time>,
    },
    used: {
      width: 144,
      render: (_, { usedAt, usedShop }) =>
        usedAt !== undefined && (
          <time title={usedAt}>
            {[shortMoment(usedAt, today), usedShop && codeText(usedShop, nameOf)].filter(Boolean).join(' · ')}
          </time>
        ),
    },
  })
  return (
    <ListTable
      {...page}
      columns={columns}
      keyOf={({ couponCode }) => couponCode}
      actsOf={actsOf}
      sort={{ column: 'issued', ...order, ascending: ending && { column: 'valid', ...ending } }}
      none={isFiltered ? t.none : t.noneYet}
      {...(selection && { rowSelection: selectionOf(selection, t.choose) })}
    />
  )
}

function selectionOf({ selected, select }: NonNullable<CouponsTableProps['selection']>, choose: string) {
  return {
    selectedRowKeys: [...selected],
    // Those of other pages stay selected.
    preserveSelectedRowKeys: true,
    onChange: (keys: readonly Key[]) => select(keys.map(String)),
    getTitleCheckboxProps: () => ({ 'aria-label': choose }),
    getCheckboxProps: ({ couponCode }: Coupon) => ({ 'aria-label': `${choose} ${couponCode}` }),
  }
}

/** A coupon's own amounts, with the kind that its template had when it was claimed. */
function worthOf(coupon: Coupon, terms: readonly Terms[]) {
  const { couponId, templateVersion } = coupon
  const ofTemplate = terms.find((one) => one.couponId === couponId && one.version === templateVersion)
  return { ...ofTemplate, ...coupon }
}
