import type { Page } from 'playwright-core'
import { firstSignIn } from '../harness/console.ts'
import { type ConsoleServer, operatorPassword } from '../harness/console-page.ts'
import type { Shot } from './shots-of-states.ts'

/** Screens and drawers, by the name of their shot. A new screen adds its own. */
const screens = {
  'desk-start': '/members',
  overview: '/overview',
  'member-list': '/member-list',
  coupons: '/coupons',
  templates: '/templates',
  calendar: '/templates?view=calendar',
  imports: '/imports',
  jobs: '/jobs',
  redemptions: '/redemptions',
  reconciliation: '/reconciliation',
  'reconciliation-cost': '/reconciliation?tab=cost',
  shops: '/shops',
  'shop-groups': '/shops?tab=groups',
  integration: '/integration',
  webhooks: '/integration?tab=webhooks',
  calls: '/integration?tab=calls',
  shadow: '/shadow',
  rules: '/rules',
  retention: '/rules?tab=retention',
  people: '/people',
  audit: '/audit',
} as const

/** What is of one thing, so that without data there is nothing to open. */
const drawers = {
  coupon: '/members?coupon=KM261005A',
  template: '/templates?template=901',
  editor: '/templates/edit?template=902',
  'named-shop': '/shops?act=view&of=01',
  'named-group': '/shops?tab=groups&act=edit&of=华东',
} as const

const rowOf = ([name, path]: readonly [string, string]) => ({ name, path: `/console${path}` })
/** The desk reads nothing before a member is named. */
const reading = () =>
  Object.entries({ ...screens, ...drawers })
    .map(rowOf)
    .filter(({ name }) => name !== 'desk-start')
const calls = /\/console\/api\/yaoquan\./

/** A seller without anything. */
const newSeller = { sellerId: '222', name: '新连锁' } as const

/** Founds a seller, whose owner is called `founder`. */
export async function prepareUnfilled({ administration, url }: ConsoleServer): Promise<void> {
  await administration.createSeller(newSeller)
  const roles = [{ sellerId: newSeller.sellerId, role: 'owner', shops: undefined }]
  const made = await administration.createOperator({ name: 'founder', displayName: '孙丽', roles })
  if (made.kind !== 'changed') throw new Error(made.kind)
  await firstSignIn(url, 'founder', made.password, operatorPassword)
}

/** Every screen before there is anything, while it loads, and after it could not be read. */
export function unfilledShots(): readonly Shot[] {
  return [
    ...Object.entries(screens)
      .map(rowOf)
      .map(({ name, path }) => ({ name: `empty-${name}`, path, as: 'founder' })),
    ...reading().map(({ name, path }) => ({
      name: `loading-${name}`,
      path,
      isUnanswered: true,
      prepare: (page: Page) => page.route(calls, () => undefined),
      act: (page: Page) => page.locator('.ant-skeleton, .ant-spin-spinning').locator('visible=true').first().waitFor(),
    })),
    ...reading().map(({ name, path }) => ({
      name: `failed-${name}`,
      path,
      isUnanswered: true,
      prepare: (page: Page) => page.route(calls, (route) => route.abort()),
      act: (page: Page) => page.getByRole('alert').first().waitFor(),
    })),
  ]
}
