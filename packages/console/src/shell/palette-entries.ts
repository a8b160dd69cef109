import type { ActName, Text } from '@yaoquan/api'
import type { Language } from '../language/texts.ts'
import { recognise } from '../lookup/recognise.ts'
import type { Screen } from './screens.tsx'

/** What the palette offers for a text. */
export type PaletteEntry =
  | Readonly<{ kind: 'screen'; name: string; to: string; jump: string | undefined }>
  | Readonly<{ kind: 'act'; name: string; to: string; search: PaletteAct['search'] }>
  /** Looks the text up among members, coupons and orders. */
  | Readonly<{ kind: 'look-up' }>

type Input = Readonly<{
  typed: string
  language: Language
  may: (act: ActName) => boolean
  screens: readonly Pick<Screen, 'path' | 'title' | 'act' | 'jump'>[]
}>

/**
 * The screens and acts whose name, in either language, has every word that is typed, and the look-up. A text with a digit is hardly a name,
 * so there the look-up comes first. Nothing is looked up before it is chosen: each phone that nobody has counts against a limit.
 */
export function paletteEntries({ typed, language, may, screens }: Input): readonly PaletteEntry[] {
  const words = typed.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  const isMeant = ({ zh, en }: Readonly<{ zh: string; en: string }>) =>
    words.every((word) => `${zh} ${en}`.toLowerCase().includes(word))
  const isAllowed = ({ act }: Readonly<{ act?: ActName }>) => act === undefined || may(act)
  const ofScreens = screens.filter(isAllowed).flatMap(({ path: to, title, jump }): readonly PaletteEntry[] => {
    return title !== undefined && isMeant(title) ? [{ kind: 'screen', name: title[language], to, jump }] : []
  })
  const ofActs = paletteActs
    .filter((row) => isAllowed(row) && isMeant(row.name))
    .map(({ name, to, search }): PaletteEntry => ({ kind: 'act', name: name[language], to, search }))
  const named = [...ofScreens, ...ofActs]
  const lookUp: readonly PaletteEntry[] =
    may('look-up') && recognise(typed).kind !== 'empty' ? [{ kind: 'look-up' }] : []
  return /\d/.test(typed) ? [...lookUp, ...named] : [...named, ...lookUp]
}

/** Something that a person may do, and where: a row of the palette. */
type PaletteAct = Readonly<{
  name: Text
  /** The act of the table of roles that allows it; without one it is for everybody. */
  act?: ActName
  to: `/${string}`
  search?: Readonly<Record<string, string>>
}>

const paletteActs: readonly PaletteAct[] = [
  { name: { zh: '新建券模板', en: 'Create a template' }, act: 'save-templates', to: '/templates/edit' },
  {
    name: { zh: '等待审批的券模板', en: 'Templates waiting for approval' },
    act: 'read-templates',
    to: '/templates',
    search: { view: 'pending' },
  },
  {
    name: { zh: '活动日历', en: 'Calendar of templates' },
    act: 'read-templates',
    to: '/templates',
    search: { view: 'calendar' },
  },
  { name: { zh: '导入会员', en: 'Import members' }, act: 'import-members', to: '/imports', search: { act: 'import' } },
  {
    name: { zh: '导入优惠券', en: 'Import coupons' },
    act: 'import-coupons',
    to: '/imports',
    search: { kind: 'coupons', act: 'import' },
  },
  {
    name: { zh: '费用：按月、承担方、门店、模板', en: 'Costs by month, bearer, shop, template' },
    act: 'reconcile',
    to: '/reconciliation',
    search: { tab: 'cost' },
  },
  { name: { zh: '登记门店', en: 'Add a shop' }, act: 'save-shops', to: '/shops', search: { act: 'create' } },
  { name: { zh: '导入门店', en: 'Import shops' }, act: 'save-shops', to: '/shops', search: { act: 'import' } },
  { name: { zh: '登记应用', en: 'Add an app' }, act: 'apps', to: '/integration', search: { act: 'create' } },
  {
    name: { zh: '请负责人登记应用', en: 'Ask an owner for an app' },
    act: 'ask-for-apps',
    to: '/integration',
    search: { act: 'ask' },
  },
  {
    name: { zh: '添加 webhook', en: 'Add a webhook' },
    act: 'webhooks',
    to: '/integration',
    search: { tab: 'webhooks', act: 'create' },
  },
  {
    name: { zh: '查被拒的调用', en: 'Look into refused calls' },
    act: 'read-refusals',
    to: '/integration',
    search: { tab: 'calls' },
  },
  { name: { zh: '新建操作员', en: 'Create an operator' }, act: 'operators', to: '/people', search: { act: 'create' } },
  { name: { zh: '修改我的密码', en: 'Change my password' }, to: '/account', search: { act: 'password' } },
]
