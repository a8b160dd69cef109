import type { Text } from '../language/field.ts'
import { type ActName, acts } from './acts.ts'

/**
 * What each role may do at the console. Server, console and documents read it from here; phones of members are masked for all
 * of them until they are unmasked one member at a time, or exported in full with a reason. Attributes of coupons and numbers of orders are shown as they are.
 */
export const roles = {
  owner: {
    zh: '负责人',
    en: 'owner',
    tasks: { zh: '全部', en: 'everything' },
    isOfShops: false,
    acts: Object.keys(acts) as readonly ActName[],
  },
  marketing: {
    zh: '营销',
    en: 'marketing',
    tasks: { zh: '模板、发放、经营数据', en: 'templates, sends and figures' },
    isOfShops: false,
    acts: [
      ...['look-up', 'read-shops', 'search-coupons', 'search-members', 'issue-coupons'],
      ...['read-templates', 'save-templates', 'stop-templates', 'read-figures', 'send-coupons', 'read-jobs'],
      ...['import-members', 'import-coupons', 'second-person'],
    ],
  },
  manager: {
    zh: '经理',
    en: 'manager',
    tasks: {
      zh: '作废、批量、停领、延期、审批模板',
      en: 'void and extend coupons, also many at a time; stop and approve templates',
    },
    isOfShops: false,
    acts: [
      ...[
        'look-up',
        'read-shops',
        'search-coupons',
        'search-members',
        'read-activity',
        'list-redemptions',
        'merge-members',
        'second-person',
      ],
      ...['extend-coupons', 'hold-coupons', 'return-coupons', 'void-coupons', 'bulk', 'send-coupons'],
      ...['read-templates', 'approve-templates', 'stop-templates', 'read-events', 'read-figures', 'reconcile'],
      ...['save-shops', 'save-shop-groups', 'import-members', 'read-jobs'],
    ],
  },
  service: {
    zh: '客服',
    en: 'service',
    tasks: {
      zh: '会员服务台、写明原因查看手机号、安抚券',
      en: 'the member desk, phones with a reason, appeasement coupons',
    },
    isOfShops: false,
    acts: [
      ...[
        'look-up',
        'read-shops',
        'search-coupons',
        'search-members',
        'read-activity',
        'list-redemptions',
        'save-members',
        'merge-members',
        'second-person',
      ],
      ...['export-member', 'unmask', 'issue-coupons', 'extend-coupons', 'hold-coupons', 'return-coupons'],
      'read-templates',
    ],
  },
  shop_clerk: {
    zh: '店员',
    en: 'shop clerk',
    tasks: { zh: '在本店查询、核销、退回', en: 'look up, redeem and return in their own shops' },
    isOfShops: true,
    acts: ['look-up', 'read-shops', 'list-redemptions', 'redeem-coupons', 'return-coupons'],
  },
  finance: {
    zh: '财务',
    en: 'finance',
    tasks: {
      zh: '对账、费用、核销记录、搜索优惠券、经营数据',
      en: 'reconciliation, costs, redemptions, coupon search and figures',
    },
    isOfShops: false,
    acts: [
      ...['look-up', 'read-shops', 'search-coupons', 'list-redemptions', 'read-templates'],
      ...['read-figures', 'read-events', 'reconcile', 'handle-findings'],
    ],
  },
  developer: {
    zh: '开发',
    en: 'developer',
    tasks: { zh: '对接、事件', en: 'integration and events' },
    isOfShops: false,
    acts: [
      ...['read-shops', 'save-shops', 'read-events', 'read-refusals', 'read-templates'],
      ...['adjust-apps', 'ask-for-apps', 'read-apps', 'webhooks', 'read-webhooks', 'read-shadow'],
    ],
  },
  auditor: {
    zh: '审计',
    en: 'auditor',
    tasks: { zh: '只读全部，手机号打码', en: 'reads everything, phones masked' },
    isOfShops: false,
    acts: [
      ...['look-up', 'read-shops', 'search-coupons', 'search-members', 'list-redemptions'],
      ...['read-templates', 'read-events', 'read-figures', 'read-operators', 'read-apps', 'read-webhooks', 'audit'],
      ...['reconcile', 'read-jobs', 'read-refusals', 'read-activity', 'read-rules', 'read-shadow'],
    ],
  },
} as const satisfies Readonly<Record<string, Role>>

type Role = Text &
  Readonly<{
    /** What it does, in a few words. */
    tasks: Text
    /** Whether it acts only in the shops that it is given for. */
    isOfShops: boolean
    acts: readonly ActName[]
  }>

export type RoleName = keyof typeof roles

export const roleNames = Object.keys(roles) as readonly RoleName[]

/** Whether a text, for example one that a newer version stored, names a role. */
export function isRoleName(text: string): text is RoleName {
  return Object.hasOwn(roles, text)
}

/** A role with what it does: `负责人：全部`, `owner: everything`. */
export function roleWithTasks(role: RoleName): Text {
  const { zh, en, tasks } = roles[role]
  return { zh: `${zh}：${tasks.zh}`, en: `${en}: ${tasks.en}` }
}

/** The wire names of the methods that a role may call, and grants that lift limits within them. */
export function methodsOfRole(role: RoleName): readonly string[] {
  return roles[role].acts.flatMap((act): readonly string[] => acts[act].methods)
}
