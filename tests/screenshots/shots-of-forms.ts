import type { Page } from 'playwright-core'
import { consoleMember } from '../harness/console-page.ts'
import { findMember, press, type Shot } from './shots-of-states.ts'

const dialogIsOpen = (page: Page) => page.getByRole('dialog').filter({ visible: true }).first().waitFor()

/** Drawers that an address opens. */
const byAddress = {
  'app-edit': 'integration?act=edit&of=12345678',
  'app-sessions': 'integration?act=sessions&of=12345678',
  'app-switch': 'integration?act=switch&of=12345678',
  'person-role': 'people?act=role&name=auditor',
  'person-reset': 'people?act=reset&name=auditor',
  'shop-create': 'shops?act=create',
  'category-create': 'shops?tab=categories&act=create',
  'import-coupons': 'imports?kind=coupons&act=import',
  order: 'members?order=SO-1001',
} as const

/** What keys open over a screen. */
function overScreens(): readonly Shot[] {
  const keyed = (name: string, key: string, path = '/console/coupons'): Shot => ({
    name,
    path,
    act: async (page) => {
      await page.locator('.ant-table-row').first().waitFor()
      await page.locator('h1').click()
      await page.keyboard.press(key)
      await dialogIsOpen(page)
    },
  })
  return [
    keyed('palette', 'Control+k'),
    keyed('shortcuts', '?'),
    {
      name: 'save-view',
      path: '/console/coupons?state=usable',
      act: async (page) => {
        await press(page, /(保存视图|Save view)$/)
        await page.locator('.ant-popover input').first().waitFor()
      },
    },
    {
      name: 'columns',
      path: '/console/coupons',
      act: async (page) => {
        await page.locator('.ant-table-row').first().waitFor()
        await press(page, /(列|Columns)$/)
        await page.locator('.ant-popover').getByRole('checkbox').first().waitFor()
      },
    },
  ]
}

/** Forms of the member card. */
function ofMember(): readonly Shot[] {
  const form = (name: string, button: RegExp, item?: RegExp): Shot => ({
    name,
    path: '/console/members',
    act: async (page) => {
      await findMember(page)
      await press(page, button)
      if (item !== undefined) await page.getByRole('menuitem', { name: item }).click()
      await dialogIsOpen(page)
    },
  })
  return [
    form('member-edit', /^(编辑资料|Edit)$/),
    form('member-phone', /^(更换手机号|Change a phone)$/),
    form('member-card-lost', /^(挂失或更换|Lost or replaced)/),
    form('member-merge', /^(更多|More)$/, /^(与另一位|Merge)/),
    form('member-erase', /^(更多|More)$/, /^(永久删除|Erase)/),
  ]
}

/** The clerk's mode: both tasks, an answer, the menu. */
function ofClerk(): readonly Shot[] {
  const path = '/console/clerk'
  const field = (page: Page, name: RegExp) => page.locator('main:not([hidden])').getByLabel(name)
  const fillOrder = async (page: Page, amount: string) => {
    await field(page, /^(券码|Coupon code)$/).fill('KM261022A')
    await field(page, /^(订单号|Order number)$/).fill('SO-CLERK')
    await field(page, /^(金额|Amount)$/).fill(amount)
    await page.getByText(/¥/).filter({ visible: true }).first().waitFor()
  }
  return [
    { name: 'clerk-signed-out', path, as: 'nobody', act: (page) => page.locator('input[type=password]').waitFor() },
    { name: 'clerk-redeem', path, as: 'clerk' },
    { name: 'clerk-fits', path, as: 'clerk', act: (page) => fillOrder(page, '126.50') },
    { name: 'clerk-misses', path, as: 'clerk', act: (page) => fillOrder(page, '30') },
    { name: 'clerk-menu', path, as: 'clerk', act: (page) => press(page, /^(菜单|Menu)$/) },
    {
      name: 'clerk-member',
      path,
      as: 'clerk',
      act: async (page) => {
        await page.getByRole('link', { name: /^(会员|Member)$/ }).click()
        await field(page, /^(完整手机号|Full phone)/).fill(consoleMember.cardNo)
        await field(page, /^(这一单的金额|Amount of the order)/).fill('126.50')
        await press(page, /^(查可用的券|Find usable coupons)$/)
        await page
          .getByText(/KM26|满50减10|周年庆/)
          .filter({ visible: true })
          .first()
          .waitFor()
      },
    },
  ]
}

/** Forms, what lies over a screen, and the clerk's mode. */
export function forms(): readonly Shot[] {
  return [
    ...Object.entries(byAddress).map(([name, path]) => ({ name, path: `/console/${path}`, act: dialogIsOpen })),
    {
      name: 'own-password',
      path: '/console/account?act=password',
      act: (page) => page.locator('input[type=password]').first().waitFor(),
    },
    ...overScreens(),
    ...ofMember(),
    ...ofClerk(),
  ]
}
