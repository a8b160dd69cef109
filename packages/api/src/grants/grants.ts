import { methods } from '../methods/index.ts'
import { eraseMember } from '../methods/yaoquan.member.erase.ts'
import { uploadCoupons } from '../uploads/yaoquan.coupon.upload.ts'
import { massVoidGrant, unknownMembersGrant } from './grant-names.ts'

/** The grants of an app: those of a preset, plus `allowed`, minus `denied`. `denied` overrides the other two. */
export type AppGrants = Readonly<{ preset: string; allowed: readonly string[]; denied: readonly string[] }>

/** The most coupons that one call may void without `massVoidGrant`. */
export const maxVoidedWithoutGrant = 20

/** Every name that can be granted or denied: the wire names of all methods, the upload and what is no method, sorted. */
export const grantNames: readonly string[] = [
  ...Object.keys(methods),
  uploadCoupons.name,
  massVoidGrant,
  unknownMembersGrant,
].toSorted()

const reads = [
  unknownMembersGrant,
  'alibaba.alihealth.nr.crm.coupon.querycoupon',
  'taobao.time.get',
  'yaoquan.basket.evaluate',
  'yaoquan.coupon.explain',
  'yaoquan.coupon.get',
  'yaoquan.coupon.search',
  'yaoquan.redemption.get',
  'yaoquan.redemption.list',
] as const

const templateReads = ['yaoquan.template.get', 'yaoquan.template.list'] as const

const orderReads = ['yaoquan.order.get', 'yaoquan.order.search'] as const

const memberReads = ['yaoquan.member.get', 'yaoquan.member.search'] as const

/** The methods that counters need for members. Searching and merging members is office work. */
const counterMemberSteps = [
  'yaoquan.member.get',
  'yaoquan.member.save',
  'yaoquan.member.changePhone',
  'yaoquan.member.replaceCard',
] as const

const counterSteps = [
  'yaoquan.coupon.claim',
  'yaoquan.coupon.hold',
  'yaoquan.coupon.issue',
  'yaoquan.coupon.redeem',
  'yaoquan.coupon.release',
  'yaoquan.coupon.return',
  'yaoquan.redemption.upload',
  'yaoquan.redemption.return',
] as const

/**
 * The presets of grants, read by the command line, the gateway and the documents. `erp` is the default. `phones` is how
 * phones are shown to an app unless an operator set it: the page of `querycoupon` promises full ones to ERPs, and an app
 * that may do everything is the seller's own.
 */
export const presets = {
  erp: {
    zh: '除大批作废和删除会员外的全部API（缺省）',
    en: 'every method except mass void and erasing members (default)',
    phones: 'full',
    grants: grantNames.filter((name) => name !== massVoidGrant && name !== eraseMember.name),
  },
  till: {
    zh: '收银：查询、发放、领取、占用、核销、退回，会员查询与登记、换号换卡；不含模板、文件发放、作废、事件和会员合并',
    en: 'tills: query, issue, claim, hold, redeem, return, get and save members, change phone and card; no templates, file upload, void, events or merging of members',
    phones: 'masked',
    grants: [...reads, ...counterSteps, ...counterMemberSteps],
  },
  read: {
    zh: '只读：查询优惠券、会员、订单、模板、事件和数据',
    en: 'read-only: query coupons, members, orders, templates, events and figures',
    phones: 'masked',
    grants: [
      ...reads,
      ...memberReads,
      ...orderReads,
      ...templateReads,
      'yaoquan.event.list',
      'yaoquan.figures.overview',
      'yaoquan.figures.daily',
      'yaoquan.reconciliation.get',
      'yaoquan.shop.list',
      'yaoquan.shop.get',
      'yaoquan.category.list',
    ],
  },
  marketing: {
    zh: '营销：模板、发放（含文件）、领取、查询、会员资料、事件、数据、延期、少量作废；不含占用、核销和退回',
    en: 'marketing: templates, issue (also by file), claim, query, members, events, figures, extension, void of a few; no hold, redeem or return',
    phones: 'masked',
    grants: [
      ...reads,
      ...memberReads,
      'yaoquan.member.save',
      ...templateReads,
      ...['yaoquan.template.save', 'yaoquan.template.close', 'yaoquan.template.reopen'],
      ...['yaoquan.event.list', 'yaoquan.figures.overview', 'yaoquan.figures.daily'],
      ...['yaoquan.coupon.void', 'yaoquan.coupon.extend'],
      ...['yaoquan.coupon.claim', 'yaoquan.coupon.issue', 'yaoquan.coupon.upload'],
    ],
  },
  full: {
    zh: '全部，含大批作废',
    en: 'everything, including mass void',
    phones: 'full',
    grants: grantNames,
  },
  none: {
    zh: '仅 --allow 给出的',
    en: 'only the grants named by --allow',
    phones: 'masked',
    grants: [],
  },
} as const satisfies Readonly<Record<string, Preset>>

type Preset = Readonly<{ zh: string; en: string; phones: 'full' | 'masked'; grants: readonly string[] }>

export type PresetName = keyof typeof presets

/** Whether a text names a preset. */
export function isPresetName(text: string): text is PresetName {
  return Object.hasOwn(presets, text)
}

/** The grants of an app that was created without any of its own. */
export const defaultGrants: AppGrants = { preset: 'erp', allowed: [], denied: [] }

/**
 * Whether an app has a grant.
 * @param grants an unknown preset, for example one that a newer version wrote, grants nothing
 * @param name one of `grantNames`
 */
export function isGranted({ preset, allowed, denied }: AppGrants, name: string): boolean {
  if (denied.includes(name)) return false
  return allowed.includes(name) || (presetGrants.get(preset)?.has(name) ?? false)
}

const presetGrants: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(presets).map(([name, { grants }]) => [name, new Set<string>(grants)]),
)

/**
 * Whether phones are masked for an app whose operator left that to its preset.
 * @param preset an unknown one, for example one that a newer version wrote, masks
 */
export function presetMasksPhones(preset: string): boolean {
  return !presetsWithFullPhones.has(preset)
}

const presetsWithFullPhones: ReadonlySet<string> = new Set(
  Object.entries(presets).flatMap(([name, { phones }]) => (phones === 'full' ? [name] : [])),
)

/**
 * Distinct phones shown in full to an app, of one seller in one hour, beyond which an alarm is raised, unless the operator
 * set another number. A shop serves about 30 members in a busy hour, so this is a chain of 300 shops whose tills all look
 * members up; a larger chain raises it. A program that walks through all members exceeds it within minutes.
 */
export const defaultFullPhonesPerHour = 10_000

/** Whether an app is refused members that compatible methods do not know. */
export function isStrict({ denied }: AppGrants): boolean {
  return denied.includes(unknownMembersGrant)
}
