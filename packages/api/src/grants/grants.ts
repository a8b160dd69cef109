import { methods } from '../methods/index.ts'
import { uploadCoupons } from '../uploads/yaoquan.coupon.upload.ts'

/** What an app may do: a preset, what it has beside it, and what is taken from it. The last wins. */
export type AppGrants = Readonly<{ preset: string; allowed: readonly string[]; denied: readonly string[] }>

/** Voiding a whole template, or more coupons in one call than `maxVoidedWithoutGrant`. No method of its own. */
export const massVoidGrant = 'coupon.void.mass'

/** Coupons that one call may void without `massVoidGrant`. */
export const maxVoidedWithoutGrant = 20

/** Every name that can be granted or denied: each method by its wire name, then what goes beyond a method. */
export const grantNames: readonly string[] = [...Object.keys(methods), uploadCoupons.name, massVoidGrant].toSorted()

const reads = [
  'alibaba.alihealth.nr.crm.coupon.querycoupon',
  'taobao.time.get',
  'yaoquan.coupon.get',
  'yaoquan.coupon.search',
] as const

const templateReads = ['yaoquan.template.get', 'yaoquan.template.list'] as const

const counterSteps = [
  'yaoquan.coupon.claim',
  'yaoquan.coupon.hold',
  'yaoquan.coupon.issue',
  'yaoquan.coupon.redeem',
  'yaoquan.coupon.release',
  'yaoquan.coupon.return',
] as const

/** The presets of grants: the command line, the gateway and the documents read this one table. `erp` is the default. */
export const presets = {
  erp: {
    zh: '除大批作废外的全部API（缺省）',
    en: 'every method, but no mass void (default)',
    grants: grantNames.filter((name) => name !== massVoidGrant),
  },
  till: {
    zh: '收银：查询、发放、领取、占用、核销、退回；不含模板、文件发放、作废和事件',
    en: 'tills: query, issue, claim, hold, redeem, return; no templates, no issue by file, no void, no events',
    grants: [...reads, ...counterSteps],
  },
  read: {
    zh: '只读：查询优惠券、模板和事件',
    en: 'reads coupons, templates and events; writes nothing',
    grants: [...reads, ...templateReads, 'yaoquan.event.list'],
  },
  marketing: {
    zh: '营销：模板、发放（含文件）、领取、查询、事件、少量作废；不含占用、核销和退回',
    en: 'campaigns: templates, issue (by file too), claim, query, events, void of a few; no hold, redeem or return',
    grants: [
      ...reads,
      ...templateReads,
      ...['yaoquan.template.save', 'yaoquan.template.close', 'yaoquan.event.list', 'yaoquan.coupon.void'],
      ...['yaoquan.coupon.claim', 'yaoquan.coupon.issue', 'yaoquan.coupon.upload'],
    ],
  },
  full: {
    zh: '全部，含大批作废',
    en: 'everything, mass void included',
    grants: grantNames,
  },
  none: {
    zh: '仅 --allow 给出的',
    en: 'only what --allow names',
    grants: [],
  },
} as const satisfies Readonly<Record<string, Readonly<{ zh: string; en: string; grants: readonly string[] }>>>

export type PresetName = keyof typeof presets

/** What an app may do that nothing was said about. */
export const defaultGrants: AppGrants = { preset: 'erp', allowed: [], denied: [] }

/**
 * Whether an app may do what a name stands for: a method's wire name, or another of `grantNames`. A preset that this program
 * does not know, such as one of a newer program, grants nothing.
 */
export function isGranted({ preset, allowed, denied }: AppGrants, name: string): boolean {
  if (denied.includes(name)) return false
  return allowed.includes(name) || (presetGrants.get(preset)?.has(name) ?? false)
}

const presetGrants: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(presets).map(([name, { grants }]) => [name, new Set<string>(grants)]),
)
