import { listJobItems } from '@yaoquan/api'
import { Table } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'
import type { Job } from './job-texts.ts'

type Item = ResultOf<typeof listJobItems>['items'][number]

const texts = defineTexts({
  title: { zh: '等待批准的券', en: 'Coupons that wait for approval' },
  first: {
    zh: (shown: number, all: number) => `前 ${shown} 张，共 ${all} 张`,
    en: (shown, all) => `The first ${shown} of ${all}`,
  },
  code: { zh: '券码', en: 'Code' },
  name: { zh: '名称', en: 'Name' },
  amount: { zh: '金额（元）', en: 'Amount (¥)' },
  from: { zh: '满（元）', en: 'Minimum (¥)' },
  end: { zh: '最后可用日', en: 'Last day' },
  who: { zh: '会员', en: 'Member' },
})

const shown = 100

/** What the coupons of a draft are worth and for whom they are, for the person who approves them. */
export function WaitingRows({ job: { jobId, pending } }: Readonly<{ job: Job }>): ReactNode {
  const t = useTexts(texts)
  const request = { jobId, state: 'pending', limit: shown } as const
  const { data, error, refetch } = useRead(listJobItems, request)
  return (
    <section>
      <h3>{t.title}</h3>
      {pending > shown && <p className="yq-tight yq-soft">{t.first(shown, pending)}</p>}
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <Table<Item>
        size="small"
        rowKey="place"
        pagination={false}
        scroll={{ x: 568, y: 320 }}
        // So that a keyboard can scroll them.
        onRow={() => ({ tabIndex: 0 })}
        loading={data === undefined && error === null}
        dataSource={[...(data?.items ?? [])]}
        locale={{ emptyText: ' ' }}
        tableLayout="fixed"
        columns={[
          { title: t.code, dataIndex: 'couponCode', ellipsis: true },
          { title: t.name, dataIndex: 'couponName', ellipsis: true },
          { title: t.amount, dataIndex: 'couponAmount', width: 88, align: 'right', className: 'yq-number' },
          { title: t.from, dataIndex: 'orderAmount', width: 72, align: 'right', className: 'yq-number' },
          { title: t.end, dataIndex: 'endDate', width: 104 },
          {
            title: t.who,
            key: 'who',
            width: 120,
            ellipsis: true,
            render: (_, { phone, cardNo }) => phone ?? cardNo,
          },
        ]}
      />
    </section>
  )
}
