import { Link, useNavigate } from '@tanstack/react-router'
import { listRedemptions, overviewFigures } from '@yaoquan/api'
import { Flex, Tag } from 'antd'
import type { ReactNode } from 'react'
import { addDays, useToday } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Shop } from '../names/use-names.ts'
import { DailyChart } from '../overview/daily-chart.tsx'
import { FigureTiles } from '../overview/figure-tiles.tsx'
import { RanksCard } from '../overview/ranks-card.tsx'
import { Code } from '../parts/code.tsx'
import { Failure, NotRead } from '../parts/failure.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { RedemptionsTable } from '../redemptions/redemptions-table.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useList, useRead } from '../session/use-server.ts'
import '../overview/overview.css'
import './shop-drawer.css'

const texts = defineTexts({
  closed: { zh: '已闭店', en: 'Closed down' },
  period: { zh: '近 30 天', en: 'The last 30 days' },
  figures: { zh: '查看经营数据', en: 'All figures' },
  redemptions: { zh: '最近 7 天的核销', en: 'Redemptions of the last 7 days' },
  all: { zh: '查看全部核销', en: 'All redemptions' },
})

type ShopDrawerProps = Readonly<{
  /** Undefined: closed. */
  shop: Shop | undefined
  close: () => void
}>

/** One shop: what coupons did there by day, which were used most, and its last redemptions. */
export function ShopDrawer({ shop, close }: ShopDrawerProps): ReactNode {
  const t = useTexts(texts)
  const { may, seller } = useSession()
  const { shops: ownShops = [] } = seller
  return (
    <SideDrawer title={shop?.name ?? ''} isOpen={shop !== undefined} close={close} size={880}>
      {shop !== undefined && (
        <Flex vertical gap={16}>
          <Flex gap={12} wrap align="center">
            <Code text={shop.code} />
            {shop.city !== undefined && <span>{shop.city}</span>}
            {shop.groups.map((group) => (
              <Tag key={group}>@{group}</Tag>
            ))}
            {shop.closed && <Tag color="warning">{t.closed}</Tag>}
          </Flex>
          {may('read-figures') && <ShopFigures code={shop.code} />}
          {/* A clerk sees those of the own shops only. */}
          {may('list-redemptions') && (ownShops.length === 0 || ownShops.includes(shop.code)) && (
            <ShopRedemptions key={shop.code} code={shop.code} />
          )}
        </Flex>
      )}
    </SideDrawer>
  )
}

const figureDays = 30
const redemptionDays = 7
const maxRedemptions = 20

function ShopFigures({ code }: Readonly<{ code: string }>): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  const period = { from: addDays(today, 1 - figureDays), to: today }
  const input = { fromDay: period.from, toDay: period.to, shop: code }
  const { data, error, refetch } = useRead(overviewFigures, { ...input, groupBy: 'day' })
  return (
    <section className="yq-shop-part">
      <header>
        <h3>{t.period}</h3>
        <Link to="/overview" search={{ ...period, shop: code } as never}>
          {t.figures}
        </Link>
      </header>
      {(error !== null || data === undefined) && <NotRead error={error} refetch={refetch} />}
      {data !== undefined && (
        <>
          <FigureTiles overview={data} period={period} isOfShop />
          <div className="yq-overview-main">
            <DailyChart rows={data.rows} period={period} isOfShop />
            <RanksCard asked={input} />
          </div>
        </>
      )}
    </section>
  )
}

function ShopRedemptions({ code }: Readonly<{ code: string }>): ReactNode {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const today = useToday()
  const filter = { shop: code, from: addDays(today, 1 - redemptionDays), to: today }
  const request = { shop: code, redeemedFrom: filter.from, redeemedTo: today, limit: maxRedemptions }
  const { data, error, isFetching, refetch } = useList(listRedemptions, request, (page) => page.redemptions)
  const open = (redemptionId: string) => {
    void navigate({ to: '/redemptions', search: { ...filter, open: redemptionId } as never })
  }
  return (
    <section className="yq-shop-part">
      <header>
        <h3>{t.redemptions}</h3>
        <Link to="/redemptions" search={filter as never}>
          {t.all}
        </Link>
      </header>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <div className="yq-card">
        <RedemptionsTable
          rows={data?.redemptions ?? []}
          isLoading={isFetching}
          isOfShop
          isFiltered={false}
          open={open}
        />
      </div>
    </section>
  )
}
