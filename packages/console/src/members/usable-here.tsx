import { evaluateBasket, getCoupon } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { plainMoney } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import { useTermNames } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { Failure, Loading } from '../parts/failure.tsx'
import { ShopName } from '../parts/shop-name.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { goodsText } from '../terms/terms-lines.ts'

const texts = defineTexts({
  title: { zh: '未使用的券', en: 'Unused coupons' },
  at: { zh: '按本店现在判断：', en: 'Judged for now, in ' },
  none: { zh: '没有未使用的券', en: 'No unused coupons' },
  name: { zh: '券', en: 'Coupon' },
  code: { zh: '券码', en: 'Code' },
  here: { zh: '现在', en: 'Now' },
  usable: { zh: '可用', en: 'Usable' },
  from: { zh: (least: string) => `满 ¥${least} 可用`, en: (least) => `from ¥${least}` },
  notHere: { zh: '现在不能在本店用', en: 'Not usable here now' },
  someGoods: { zh: '限部分商品', en: 'for certain goods' },
  more: { zh: '只看了最早发放的 200 张', en: 'Only the 200 issued first were looked at' },
})

type Verdict = ResultOf<typeof evaluateBasket>['coupons'][number]
type Props = Readonly<{ memberId: string; openCoupon: (couponCode: string) => void }>

/** For roles that may not list all coupons of a member: those that are unused, and whether they can be used in the own shop now. */
export function UsableHere({ memberId, openCoupon }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const [shop] = useSession().seller.shops ?? []
  const { data, error, refetch } = useRead(evaluateBasket, { memberId, shop, lines: [{ lineNo: 1, amount: '0' }] })
  // Coupons of a template have its terms, so one of them is read for all.
  const firstAlike = (couponId: string | undefined) =>
    data?.coupons.find((one) => couponId !== undefined && one.couponId === couponId && one.reasonCode === 'NO_SCOPE')
      ?.couponCode
  const verdictOf = ({ usable, missingAmount, reasonCode, reason = '', couponId, couponCode }: Verdict): ReactNode => {
    if (missingAmount !== undefined) return t.from(plainMoney(missingAmount))
    if (usable || reasonCode === 'NO_EFFECT') return t.usable
    if (reasonCode === 'NO_SCOPE') return <CertainGoods couponCode={firstAlike(couponId) ?? couponCode} />
    return language === 'zh' ? reason : t.notHere
  }
  return (
    <section className="yq-card yq-list">
      <header className="yq-list-head">
        <h2>{t.title}</h2>
        {shop !== undefined && (
          <span className="yq-soft">
            {t.at}
            <ShopName code={shop} />
          </span>
        )}
      </header>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && (
        <ListTable<Verdict>
          rows={data.coupons}
          keyOf={({ couponCode }) => couponCode}
          columns={[
            { title: t.name, ellipsis: true, render: (_, { couponName, couponCode }) => couponName ?? couponCode },
            { title: t.here, ellipsis: true, render: (_, verdict) => verdictOf(verdict) },
            {
              title: t.code,
              width: 165,
              responsive: ['sm'],
              render: (_, { couponCode }) => <Code text={couponCode} />,
            },
          ]}
          isLoading={false}
          width={300}
          none={t.none}
          open={openCoupon}
        />
      )}
      {data?.moreCoupons === true && <p className="yq-soft">{t.more}</p>}
    </section>
  )
}

/** Which goods a coupon is for, and from which amount of them: the basket that was judged names no goods. */
function CertainGoods({ couponCode }: Readonly<{ couponCode: string }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const names = useTermNames()
  const { data } = useRead(getCoupon, { couponCode })
  const terms = data?.terms ?? data?.coupon
  if (terms === undefined) return t.someGoods
  const least = Number(terms.orderAmount ?? 0) === 0 ? [] : [t.from(plainMoney(terms.orderAmount ?? '0'))]
  return [t.someGoods, goodsText(terms, language, { ...names, most: 3 }), ...least].join(' · ')
}
