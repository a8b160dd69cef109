import { figureLeaders, type ResponseOf } from '@yaoquan/api'
import { dayOf } from '#domain/dates'
import { type Leader, readLeaders } from '#domain/figures/daily'
import type { Figures } from '#domain/figures/figures'
import { formatPrice } from '#domain/money'
import type { LifecycleDependencies, Method } from '#methods/method'
import { readPeriod } from '#methods/read-times'

export type LeaderDependencies = Pick<LifecycleDependencies, 'figures' | 'templates' | 'masterData'>

type Shown = ResponseOf<typeof figureLeaders>['result']['templates']
type NameOf = (code: string) => Promise<string | undefined>

const maxDays = 400

/** The templates, channels and shops with most redemptions. */
export function figureLeadersMethod({
  figures,
  templates,
  masterData,
}: LeaderDependencies): Method<typeof figureLeaders> {
  return {
    definition: figureLeaders,
    async call(input, { sellerId, nowMs }) {
      const { couponId, channel, shop } = input
      const period = readPeriod(input, dayOf(nowMs), maxDays)
      const found = await readLeaders(figures, { sellerId, ...period, couponId, channel, shop })
      const templateName: NameOf = async (code) => (await templates.findTemplate(sellerId, code))?.terms.couponName
      const shopName: NameOf = async (code) => (await masterData.findShop(sellerId, code))?.name
      return {
        result: {
          templates: await shownLeaders(found.templates, templateName),
          channels: await shownLeaders(found.channels, async () => undefined),
          shops: await shownLeaders(found.shops, shopName),
          totals: found.totals.map(({ name: day, figures: sums }) => ({ day, ...amountsOf(sums) })),
          success: true,
        },
      }
    },
  }
}

function shownLeaders(leaders: readonly Leader[], nameOf: NameOf): Promise<Shown> {
  return Promise.all(
    leaders.map(async ({ name: code, figures: sums, days }) => ({
      code,
      name: await nameOf(code),
      ...amountsOf(sums),
      days: days.map(({ day, figures: ofDay }) => ({ day, ...amountsOf(ofDay) })),
    })),
  )
}

function amountsOf({ issued, redeemed, offFen }: Figures) {
  return { issued, redeemed, offAmount: formatPrice(offFen) }
}
