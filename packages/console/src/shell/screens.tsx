import {
  AccountBookOutlined,
  ApiOutlined,
  AuditOutlined,
  BarChartOutlined,
  ContactsOutlined,
  ImportOutlined,
  ProfileOutlined,
  ReconciliationOutlined,
  ScheduleOutlined,
  ShopOutlined,
  TagsOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { ActName } from '@yaoquan/api'
import type { ComponentType, ReactNode } from 'react'
import { defineTexts } from '../language/texts.ts'

/** Titles of the screens, for navigation and window. */
export const screenTitles = defineTexts({
  members: { zh: '会员服务台', en: 'Member desk' },
  memberList: { zh: '会员', en: 'Members' },
  coupons: { zh: '优惠券', en: 'Coupons' },
  templates: { zh: '券模板', en: 'Templates' },
  templateEditor: { zh: '编辑模板', en: 'Edit a template' },
  overview: { zh: '经营概览', en: 'Overview' },
  imports: { zh: '导入', en: 'Imports' },
  jobs: { zh: '任务', en: 'Jobs' },
  redemptions: { zh: '核销记录', en: 'Redemptions' },
  reconciliation: { zh: '对账', en: 'Reconciliation' },
  shops: { zh: '门店与品类', en: 'Shops' },
  integration: { zh: '对接', en: 'Integration' },
  people: { zh: '操作员', en: 'Operators' },
  audit: { zh: '审计', en: 'Audit' },
  account: { zh: '我的账户', en: 'My account' },
})

/** One screen: a row here, and its folder. */
export type Screen = Readonly<{
  /** Below `/console`. */
  path: `/${string}`
  title: keyof typeof screenTitles
  icon: ReactNode
  /** Whether it is reached from another screen only. */
  isHidden?: boolean
  /** The act of the table of roles that opens the screen; without one it is for everybody. */
  act?: ActName
  /** Loads the screen alone, so that the first page stays small. */
  load: () => Promise<ComponentType>
}>

/** All screens, in the order of the navigation. The first one that the role may open is the first page. */
export const screens: readonly Screen[] = [
  {
    path: '/members',
    title: 'members',
    icon: <UserOutlined />,
    act: 'look-up',
    load: async () => (await import('../members/member-desk.tsx')).MemberDesk,
  },
  {
    path: '/overview',
    title: 'overview',
    icon: <BarChartOutlined />,
    act: 'read-figures',
    load: async () => (await import('../overview/overview-screen.tsx')).OverviewScreen,
  },
  {
    path: '/member-list',
    title: 'memberList',
    icon: <ContactsOutlined />,
    act: 'search-members',
    load: async () => (await import('../member-list/members-screen.tsx')).MembersScreen,
  },
  {
    path: '/coupons',
    title: 'coupons',
    icon: <TagsOutlined />,
    act: 'search-coupons',
    load: async () => (await import('../coupons/coupons-screen.tsx')).CouponsScreen,
  },
  {
    path: '/templates',
    title: 'templates',
    icon: <ProfileOutlined />,
    act: 'read-templates',
    load: async () => (await import('../templates/template-list.tsx')).TemplateList,
  },
  {
    path: '/templates/edit',
    title: 'templateEditor',
    icon: <ProfileOutlined />,
    isHidden: true,
    act: 'save-templates',
    load: async () => (await import('../templates/template-editor.tsx')).TemplateEditor,
  },
  {
    path: '/imports',
    title: 'imports',
    icon: <ImportOutlined />,
    act: 'read-jobs',
    load: async () => (await import('../imports/imports-screen.tsx')).ImportsScreen,
  },
  {
    path: '/jobs',
    title: 'jobs',
    icon: <ScheduleOutlined />,
    act: 'read-jobs',
    load: async () => (await import('../jobs/jobs-screen.tsx')).JobsScreen,
  },
  {
    path: '/redemptions',
    title: 'redemptions',
    icon: <ReconciliationOutlined />,
    act: 'list-redemptions',
    load: async () => (await import('../redemptions/redemptions-screen.tsx')).RedemptionsScreen,
  },
  {
    path: '/reconciliation',
    title: 'reconciliation',
    icon: <AccountBookOutlined />,
    act: 'reconcile',
    load: async () => (await import('../reconciliation/reconciliation-screen.tsx')).ReconciliationScreen,
  },
  {
    path: '/shops',
    title: 'shops',
    icon: <ShopOutlined />,
    act: 'read-shops',
    load: async () => (await import('../shops/shops-screen.tsx')).ShopsScreen,
  },
  {
    path: '/integration',
    title: 'integration',
    icon: <ApiOutlined />,
    act: 'read-apps',
    load: async () => (await import('../integration/integration-screen.tsx')).IntegrationScreen,
  },
  {
    path: '/people',
    title: 'people',
    icon: <TeamOutlined />,
    act: 'read-operators',
    load: async () => (await import('../people/people-screen.tsx')).PeopleScreen,
  },
  {
    path: '/audit',
    title: 'audit',
    icon: <AuditOutlined />,
    act: 'audit',
    load: async () => (await import('../audit/audit-screen.tsx')).AuditScreen,
  },
  {
    path: '/account',
    title: 'account',
    icon: <UserOutlined />,
    isHidden: true,
    load: async () => (await import('../account/account-screen.tsx')).AccountScreen,
  },
]
