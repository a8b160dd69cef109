import { deviationClasses } from '@yaoquan/api'
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { countText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import { type Deviation, keyOf, type Run } from './run.ts'

const texts = defineTexts({
  title: { zh: '差异', en: 'Deviations' },
  what: { zh: '差异', en: 'Deviation' },
  count: { zh: '次数', en: 'Count' },
  upstream: { zh: '现有CRM', en: 'CRM of today' },
  ours: { zh: '药券', en: 'Yaoquan' },
  coupon: { zh: '例：券', en: 'Example' },
  latest: { zh: '最近', en: 'Latest' },
  state: { zh: '处理', en: 'State' },
  open: { zh: '未处理', en: 'Open' },
  accepted: { zh: (by: string) => `${by} 已接受`, en: (by) => `Accepted by ${by}` },
  none: { zh: '没有差异。', en: 'No deviations.' },
  unlisted: {
    zh: (count: string) => `另有 ${count} 处差异未列出`,
    en: (count) => `${count} more deviations are not listed`,
  },
})

type DeviationsTableProps = Readonly<{ run: Run; open: (kind: string) => void }>

/** The classes of deviations, each with its latest example; a row opens its decision. */
export function DeviationsTable({ run: { deviations, unlisted }, open }: DeviationsTableProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const value = (text: string | undefined) => (text === undefined ? <span className="yq-soft">—</span> : text)
  const columns: TableColumnsType<Deviation> = [
    {
      title: t.what,
      key: 'what',
      width: 230,
      render: (_, { class: ofClass, kind }) => (
        <span className="yq-stacked">
          <span>{deviationClasses[ofClass][language]}</span>
          <span className="yq-soft">{kind}</span>
        </span>
      ),
    },
    {
      title: t.count,
      dataIndex: 'count',
      width: 84,
      align: 'right',
      className: 'yq-number',
      render: (count: number) => countText(count),
    },
    { title: t.upstream, dataIndex: 'upstream', ellipsis: true, render: value },
    { title: t.ours, dataIndex: 'ours', ellipsis: true, render: value },
    { title: t.coupon, dataIndex: 'couponCode', width: 140, ellipsis: true, render: value },
    {
      title: t.latest,
      dataIndex: 'lastAt',
      width: 116,
      className: 'yq-number',
      render: (at: string) => <time title={at}>{at.slice(5, 16)}</time>,
    },
    {
      title: t.state,
      key: 'state',
      width: 170,
      ellipsis: true,
      render: (_, { decision }) =>
        decision === undefined ? (
          <span className="yq-urgent">{t.open}</span>
        ) : (
          <span className="yq-stacked">
            <span className="yq-soft">{t.accepted(decision.by)}</span>
            <span>{decision.reason}</span>
          </span>
        ),
    },
  ]
  return (
    <section className="yq-card yq-shadow-card" aria-label={t.title}>
      <h2>{t.title}</h2>
      <ListTable
        rows={deviations}
        keyOf={keyOf}
        columns={columns}
        isLoading={false}
        width={1000}
        none={t.none}
        open={open}
      />
      {unlisted > 0 && <p className="yq-soft">{t.unlisted(countText(unlisted))}</p>}
    </section>
  )
}
