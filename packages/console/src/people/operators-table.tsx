import { isRoleName, type listOperators, roles, roleWithTasks } from '@yaoquan/api'
import { Flex, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { shortMoment, useToday } from '../design/days.ts'
import { defineTexts, type Language, useLanguage, useTexts } from '../language/texts.ts'
import { type ListPage, ListTable, sortedInPage } from '../lists/list-table.tsx'
import { codeText } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { LinkButton } from '../parts/link-button.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'

export type Operator = ResultOf<typeof listOperators>['operators'][number]

const texts = defineTexts({
  name: { zh: '用户名', en: 'Name' },
  displayName: { zh: '姓名', en: 'Full name' },
  role: { zh: '角色', en: 'Role' },
  shops: { zh: '门店', en: 'Shops' },
  state: { zh: '状态', en: 'State' },
  enabled: { zh: '可登录', en: 'may sign in' },
  disabled: { zh: '已停用', en: 'disabled' },
  waiting: { zh: '待改一次性密码', en: 'has a one-time password' },
  totp: { zh: '验证器', en: 'Authenticator' },
  yes: { zh: '已启用', en: 'on' },
  no: { zh: '未启用', en: 'off' },
  created: { zh: '创建', en: 'Created' },
  acts: { zh: '操作', en: 'Actions' },
  setRole: { zh: '角色', en: 'Role' },
  reset: { zh: '重置', en: 'Reset' },
  disable: { zh: '停用', en: 'Disable' },
  enable: { zh: '启用', en: 'Enable' },
})

type OperatorsTableProps = ListPage<Operator> &
  Readonly<{ choose: (act: 'role' | 'reset' | 'switch', name: string) => void }>

/** The operators of the seller. Nobody acts on the own account. */
export function OperatorsTable({ rows, isLoading, choose }: OperatorsTableProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may, session } = useSession()
  const { nameOf } = useShops()
  const today = useToday()
  const columns: TableColumnsType<Operator> = [
    { title: t.name, dataIndex: 'name', width: 116, ellipsis: true, ...sortedInPage<Operator>(({ name }) => name) },
    {
      title: t.displayName,
      dataIndex: 'displayName',
      ellipsis: true,
      ...sortedInPage<Operator>(({ displayName }) => displayName),
    },
    {
      title: t.role,
      dataIndex: 'role',
      width: 100,
      render: (role: string) => <span title={tasksText(role, language)}>{roleText(role, language)}</span>,
    },
    {
      title: t.shops,
      key: 'shops',
      width: 120,
      ellipsis: true,
      render: (_, { shops = [] }) => shops.map((shop) => codeText(shop, nameOf)).join('、'),
    },
    {
      title: t.state,
      key: 'state',
      width: 172,
      render: (_, { enabled, mustChangePassword }) => {
        if (!enabled) return <span className="yq-soft">{t.disabled}</span>
        return mustChangePassword ? t.waiting : t.enabled
      },
    },
    { title: t.totp, dataIndex: 'totp', width: 104, render: (totp: boolean) => (totp ? t.yes : t.no) },
    {
      title: t.created,
      dataIndex: 'createdAt',
      width: 108,
      className: 'yq-number',
      ...sortedInPage<Operator>(({ createdAt }) => createdAt),
      render: (at: string, { createdBy }) => <time title={`${at} · ${createdBy}`}>{shortMoment(at, today)}</time>,
    },
  ]
  const acts: TableColumnsType<Operator>[number] = {
    title: t.acts,
    className: 'yq-acts-column',
    key: 'acts',
    width: 196,
    render: (_, { name, enabled }) =>
      name !== session.operator.name && (
        <Flex gap={4}>
          <LinkButton text={t.setRole} act={() => choose('role', name)} />
          <LinkButton text={t.reset} act={() => choose('reset', name)} />
          <LinkButton text={enabled ? t.disable : t.enable} act={() => choose('switch', name)} />
        </Flex>
      ),
  }
  return (
    <ListTable
      rows={rows}
      isLoading={isLoading}
      keyOf={({ name }) => name}
      columns={may('operators') ? [...columns, acts] : columns}
      width={1040}
    />
  )
}

/** The label of a role. @param role as the server names it; a newer one is shown as it is */
function roleText(role: string, language: Language): string {
  return isRoleName(role) ? roles[role][language] : role
}

/** A role with what it does. */
function tasksText(role: string, language: Language): string {
  return isRoleName(role) ? roleWithTasks(role)[language] : role
}
