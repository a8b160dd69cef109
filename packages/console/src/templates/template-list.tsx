import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Empty, Flex, Input, Select, Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { dayOf } from '../design/days.ts'
import { useNow } from '../design/use-now.ts'
import { useLanguage, useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { choiceParameter, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Code } from '../parts/code.tsx'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useRowKeys } from '../parts/use-row-keys.ts'
import { useSession } from '../session/session-provider.tsx'
import { ruleText } from '../terms/rule-text.ts'
import { Stock } from './stock.tsx'
import { TemplateDrawer } from './template-drawer.tsx'
import { templateStateOf, templateStates } from './template-state.ts'
import { TemplateStateTag } from './template-state-tag.tsx'
import { kindTexts, stateTexts } from './template-texts.ts'
import { type StoredTemplate, templateKinds } from './template-types.ts'
import { useTemplates } from './use-templates.ts'
import { validityText } from './validity-text.ts'

const texts = defineTexts({
  title: { zh: '券模板', en: 'Templates' },
  create: { zh: '新建模板', en: 'New template' },
  search: { zh: '名称或编号', en: 'Name or id' },
  allKinds: { zh: '全部类型', en: 'All kinds' },
  allStates: { zh: '全部状态', en: 'All states' },
  shop: { zh: '门店', en: 'Shop' },
  id: { zh: '编号', en: 'Id' },
  name: { zh: '名称', en: 'Name' },
  rule: { zh: '规则', en: 'Rule' },
  state: { zh: '状态', en: 'State' },
  validity: { zh: '有效期', en: 'Valid' },
  stock: { zh: '已领 / 库存', en: 'Claimed / stock' },
  limit: { zh: '每人限领', en: 'Per member' },
  version: { zh: '版本', en: 'Version' },
  saved: { zh: '保存时间', en: 'Saved' },
  total: {
    zh: (shown: number, all: number) => `${shown} / ${all} 个模板`,
    en: (shown, all) => `${shown} of ${all} templates`,
  },
  none: {
    zh: '还没有模板。新建一个，设好规则与库存后发布。',
    en: 'There is no template yet. Create one, set rule and stock, publish it.',
  },
  noMatch: { zh: '没有符合条件的模板', en: 'No template matches' },
})

const parameters = {
  q: textParameter,
  kind: choiceParameter(['', ...templateKinds]),
  state: choiceParameter(['', ...templateStates]),
  shop: textParameter,
  /** Id of the template in the drawer. */
  template: textParameter,
} as const

/** All templates with filters; one opens in a drawer. */
export function TemplateList(): ReactNode {
  const t = useTexts(texts)
  const kinds = useTexts(kindTexts)
  const states = useTexts(stateTexts)
  const { may } = useSession()
  const [{ q = '', kind, state, shop = '', template: openId }, change] = useSearchState(parameters)
  const { data, error, isError, refetch } = useTemplates()
  const nowMs = useNow(60_000)
  const all = data?.templates ?? []
  const shown = all.filter(
    (one) =>
      (kind === '' || one.kind === kind) &&
      (state === '' || templateStateOf(one, nowMs) === state) &&
      (q === '' || `${one.couponName} ${one.couponId}`.toLowerCase().includes(q.trim().toLowerCase())) &&
      (shop === '' || one.shop === undefined || one.shop.split(',').includes(shop.trim())),
  )
  const open = (couponId: string) => change({ template: couponId })
  const rowKeys = useRowKeys({ rows: shown.map(({ couponId }) => couponId), open })
  const columns = useColumns(nowMs)
  return (
    <Page
      title={t.title}
      act={
        may('save-templates') && (
          <Link to="/templates/edit">
            <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
              {t.create}
            </Button>
          </Link>
        )
      }
    >
      <section className="yq-card yq-list">
        <Flex gap={8} wrap align="center" className="yq-filters">
          <Input
            allowClear
            aria-label={t.search}
            placeholder={t.search}
            defaultValue={q}
            style={{ width: 180 }}
            onChange={({ target }) => change({ q: target.value }, { isReplaced: true })}
          />
          <Select
            aria-label={t.allKinds}
            value={kind}
            style={{ width: 120 }}
            options={[
              { value: '', label: t.allKinds },
              ...templateKinds.map((value) => ({ value, label: kinds[value] })),
            ]}
            onChange={(value) => change({ kind: value }, { isReplaced: true })}
          />
          <Select
            aria-label={t.allStates}
            value={state}
            style={{ width: 120 }}
            options={[
              { value: '', label: t.allStates },
              ...templateStates.map((value) => ({ value, label: states[value] })),
            ]}
            onChange={(value) => change({ state: value }, { isReplaced: true })}
          />
          <Input
            allowClear
            aria-label={t.shop}
            placeholder={t.shop}
            defaultValue={shop}
            style={{ width: 110 }}
            onChange={({ target }) => change({ shop: target.value }, { isReplaced: true })}
          />
          <span className="yq-soft yq-list-total yq-end">{t.total(shown.length, all.length)}</span>
        </Flex>
        {isError && <Failure error={error} retry={() => void refetch()} />}
        <Table<StoredTemplate>
          size="small"
          rowKey="couponId"
          loading={{ spinning: data === undefined && !isError, delay: 300 }}
          dataSource={shown}
          columns={columns}
          scroll={{ x: 1020 }}
          pagination={shown.length > 50 ? { pageSize: 50, size: 'small', showSizeChanger: false } : false}
          onRow={({ couponId }) => ({ onClick: () => open(couponId), ...rowKeys(couponId) })}
          locale={{
            emptyText: (
              <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={all.length === 0 ? t.none : t.noMatch} />
            ),
          }}
        />
      </section>
      <TemplateDrawer couponId={openId} close={() => change({ template: undefined })} />
    </Page>
  )
}

function useColumns(nowMs: number): TableColumnsType<StoredTemplate> {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const today = dayOf(nowMs)
  return [
    {
      title: t.name,
      ellipsis: true,
      render: (_, { couponName }) => couponName,
      sorter: (a, b) => a.couponName.localeCompare(b.couponName, 'zh'),
    },
    { title: t.id, width: 90, ellipsis: true, render: (_, { couponId }) => <Code text={couponId} /> },
    { title: t.state, width: 84, render: (_, one) => <TemplateStateTag state={templateStateOf(one, nowMs)} /> },
    { title: t.rule, width: 170, ellipsis: true, render: (_, one) => ruleText(one, language) },
    { title: t.validity, width: 145, ellipsis: true, render: (_, one) => validityText(one, language, today) },
    { title: t.stock, width: 150, render: (_, one) => <Stock template={one} /> },
    {
      title: t.limit,
      width: 80,
      align: 'right',
      render: (_, { memberTotal }) => <span className="yq-number">{memberTotal ?? '–'}</span>,
    },
    {
      title: t.version,
      width: 76,
      align: 'right',
      render: (_, { version }) => <span className="yq-number">{version}</span>,
    },
    {
      title: t.saved,
      width: 118,
      sorter: (a, b) => a.savedAt.localeCompare(b.savedAt),
      render: (_, { savedAt }) => (
        <span className="yq-number" title={savedAt}>
          {savedAt.slice(0, 4) === today.slice(0, 4) ? savedAt.slice(5, 16) : savedAt.slice(0, 10)}
        </span>
      ),
    },
  ]
}
