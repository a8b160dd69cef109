import { listJobItems } from '@yaoquan/api'
import { Table } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'
import { type Job, refusalText, refusalTexts } from './job-texts.ts'

type Item = ResultOf<typeof listJobItems>['items'][number]

const texts = defineTexts({
  title: { zh: '有问题的行', en: 'Rows with a problem' },
  first: {
    zh: (shown: number, all: number) => `前 ${shown} 行，共 ${all} 行；全部在下面的 CSV 里。`,
    en: (shown, all) => `The first ${shown} of ${all}; the CSV below has all.`,
  },
  line: { zh: '行', en: 'Line' },
  who: { zh: '会员或券', en: 'Member or code' },
  field: { zh: '列', en: 'Field' },
  value: { zh: '值', en: 'Value' },
  why: { zh: '原因', en: 'Reason' },
})

const shown = 200

/** The first rows of a file that are refused, and why. */
export function RefusedRows({ job: { jobId, refused } }: Readonly<{ job: Job }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const reasons = useTexts(refusalTexts)
  const request = { jobId, state: 'refused', limit: shown } as const
  const { data, error, isFetching, refetch } = useRead(listJobItems, request, { isEnabled: refused > 0 })
  if (refused === 0) return null
  const rows = data?.items ?? []
  return (
    <section>
      <h3>{t.title}</h3>
      {refused > shown && <p className="yq-tight yq-soft">{t.first(shown, refused)}</p>}
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <Table<Item>
        size="small"
        rowKey="place"
        pagination={false}
        scroll={{ y: 320 }}
        // So that a keyboard can scroll them.
        onRow={() => ({ tabIndex: 0 })}
        loading={{ spinning: isFetching && rows.length === 0, delay: 300 }}
        dataSource={[...rows]}
        locale={{ emptyText: ' ' }}
        columns={[
          {
            title: t.line,
            key: 'line',
            render: (_, { line, place }) => line ?? place,
            width: 52,
            align: 'right',
            className: 'yq-number',
          },
          {
            title: t.who,
            key: 'who',
            responsive: ['sm'],
            width: 136,
            ellipsis: true,
            render: (_, { couponCode, phone, cardNo }) => couponCode ?? phone ?? cardNo,
          },
          { title: t.field, dataIndex: 'field', width: 96, ellipsis: true },
          { title: t.value, dataIndex: 'value', responsive: ['sm'], width: 88, ellipsis: true },
          {
            title: t.why,
            key: 'why',
            render: (_, { subCode = '', rule, ruleEn }) =>
              (language === 'zh' ? rule : ruleEn) ?? refusalText(reasons, subCode),
          },
        ]}
      />
    </section>
  )
}
