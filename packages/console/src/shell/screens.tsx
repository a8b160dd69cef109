import {
  AccountBookOutlined,
  ApiOutlined,
  AuditOutlined,
  BarChartOutlined,
  ContactsOutlined,
  ControlOutlined,
  ImportOutlined,
  ProfileOutlined,
  ReconciliationOutlined,
  ScheduleOutlined,
  ShopOutlined,
  SwapOutlined,
  TagsOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { ActName, Text } from '@yaoquan/api'
import type { ComponentType, ReactNode } from 'react'

/** One screen: a row here, and its folder. */
export type Screen = Readonly<{
  /** Below `/console`. */
  path: `/${string}`
  /** Title in the navigation; absent for a screen that is only reached from another one. */
  title?: Text
  icon?: ReactNode
  /** The act of the table of roles that opens the screen; without one it is for everybody. */
  act?: ActName
  /** The letter that opens it after `g`; each is of one screen, and none is `j` or `k`, which go through lists. */
  jump?: string
  /** Loads only the screen, so that the first page stays small. */
  load: () => Promise<ComponentType>
}>

/** All screens, in the order of the navigation. The first one that the role may open is the first page. */
export const screens: readonly Screen[] = [
  {
    path: '/members',
    jump: 'd',
    title: { zh: '会员服务台', en: 'Member desk' },
    icon: <UserOutlined />,
    act: 'look-up',
    load: async () => (await import('../members/member-desk.tsx')).MemberDesk,
  },
  {
    path: '/overview',
    jump: 'o',
    title: { zh: '经营概览', en: 'Overview' },
    icon: <BarChartOutlined />,
    act: 'read-figures',
    load: async () => (await import('../overview/overview-screen.tsx')).OverviewScreen,
  },
  {
    path: '/member-list',
    jump: 'm',
    title: { zh: '会员', en: 'Members' },
    icon: <ContactsOutlined />,
    act: 'search-members',
    load: async () => (await import('../member-list/members-screen.tsx')).MembersScreen,
  },
  {
    path: '/coupons',
    jump: 'c',
    title: { zh: '优惠券', en: 'Coupons' },
    icon: <TagsOutlined />,
    act: 'search-coupons',
    load: async () => (await import('../coupons/coupons-screen.tsx')).CouponsScreen,
  },
  {
    path: '/templates',
    jump: 't',
    title: { zh: '券模板', en: 'Templates' },
    icon: <ProfileOutlined />,
    act: 'read-templates',
    load: async () => (await import('../templates/template-list.tsx')).TemplateList,
  },
  {
    path: '/templates/edit',
    act: 'save-templates',
    load: async () => (await import('../templates/template-editor.tsx')).TemplateEditor,
  },
  {
    path: '/imports',
    jump: 'i',
    title: { zh: '导入', en: 'Imports' },
    icon: <ImportOutlined />,
    act: 'read-jobs',
    load: async () => (await import('../imports/imports-screen.tsx')).ImportsScreen,
  },
  {
    path: '/jobs',
    jump: 'q',
    title: { zh: '任务', en: 'Jobs' },
    icon: <ScheduleOutlined />,
    act: 'read-jobs',
    load: async () => (await import('../jobs/jobs-screen.tsx')).JobsScreen,
  },
  {
    path: '/redemptions',
    jump: 'r',
    title: { zh: '核销记录', en: 'Redemptions' },
    icon: <ReconciliationOutlined />,
    act: 'list-redemptions',
    load: async () => (await import('../redemptions/redemptions-screen.tsx')).RedemptionsScreen,
  },
  {
    path: '/reconciliation',
    jump: 'f',
    title: { zh: '对账', en: 'Reconciliation' },
    icon: <AccountBookOutlined />,
    act: 'reconcile',
    load: async () => (await import('../reconciliation/reconciliation-screen.tsx')).ReconciliationScreen,
  },
  {
    path: '/shops',
    jump: 's',
    title: { zh: '门店与品类', en: 'Shops' },
    icon: <ShopOutlined />,
    act: 'read-shops',
    load: async () => (await import('../shops/shops-screen.tsx')).ShopsScreen,
  },
  {
    path: '/integration',
    jump: 'a',
    title: { zh: '对接', en: 'Integration' },
    icon: <ApiOutlined />,
    act: 'read-apps',
    load: async () => (await import('../integration/integration-screen.tsx')).IntegrationScreen,
  },
  {
    path: '/shadow',
    jump: 'h',
    title: { zh: '影子运行', en: 'Shadow run' },
    icon: <SwapOutlined />,
    act: 'read-shadow',
    load: async () => (await import('../shadow/shadow-screen.tsx')).ShadowScreen,
  },
  {
    path: '/rules',
    jump: 'l',
    title: { zh: '连锁规则', en: 'Rules' },
    icon: <ControlOutlined />,
    act: 'read-rules',
    load: async () => (await import('../rules/rules-screen.tsx')).RulesScreen,
  },
  {
    path: '/people',
    jump: 'p',
    title: { zh: '操作员', en: 'Operators' },
    icon: <TeamOutlined />,
    act: 'read-operators',
    load: async () => (await import('../people/people-screen.tsx')).PeopleScreen,
  },
  {
    path: '/audit',
    jump: 'u',
    title: { zh: '审计', en: 'Audit' },
    icon: <AuditOutlined />,
    act: 'audit',
    load: async () => (await import('../audit/audit-screen.tsx')).AuditScreen,
  },
  {
    path: '/account',
    load: async () => (await import('../account/account-screen.tsx')).AccountScreen,
  },
]
