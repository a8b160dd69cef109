import { jobItemStates, listJobItems } from '@yaoquan/api'
import { Table } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { type Fact, Facts } from '../parts/facts.tsx'
import { Failure } from '../parts/failure.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'
import { isImport, type Job } from './job-texts.ts'
import { refusalText, refusalTexts } from './refusal-texts.ts'

const texts = defineTexts({
  dryRun: { zh: '试算', en: 'Dry run' },
  report: { zh: '结果', en: 'Report' },
  total: { zh: '总数', en: 'Total' },
  willChange: { zh: '将处理', en: 'Will change' },
  willCreate: { zh: '将新建', en: 'Will be created' },
  willEdit: { zh: '将修改', en: 'Will be changed' },
  duplicates: { zh: '重复，已略去', en: 'Given again, left out' },
  repeatedMembers: {
    zh: '与前面的行是同一会员、手机号或卡号，按顺序处理',
    en: 'Of a member, phone or card above, done in order',
  },
  repeatedCoupons: { zh: '与前面的行券码相同', en: 'With a code of a row above' },
  known: { zh: '已是会员', en: 'Known members' },
  over: { zh: '已领到上限', en: 'Have as many as allowed' },
  stock: { zh: '需要库存', en: 'Stock needed' },
  ofStock: {
    zh: (needed: number, left: number) => `${needed}，剩余 ${left}`,
    en: (needed, left) => `${needed}; ${left} left`,
  },
  willRefuse: { zh: (reason: string) => `将被拒绝：${reason}`, en: (reason) => `Will be refused: ${reason}` },
})

/** What a draft would do, or what a job did. */
export function JobReport({ job }: Readonly<{ job: Job }>): ReactNode {
  const t = useTexts(texts)
  return <Facts title={job.state === 'draft' ? t.dryRun : t.report} facts={useFacts(job)} nameWidth={240} />
}

function useFacts(job: Job): readonly Fact[] {
  const t = useTexts(texts)
  const words = useTexts(jobItemStates)
  const reasons = useTexts(refusalTexts)
  const { preview } = job
  const list: readonly Fact[] = [
    [t.total, job.total],
    ...positive(t.duplicates, preview.duplicates),
    ...positive(job.kind === 'import-members' ? t.repeatedMembers : t.repeatedCoupons, preview.repeated),
    [t.known, job.kind === 'send' ? preview.knownMembers : undefined],
    ...positive(t.over, preview.overLimit),
  ]
  if (job.state !== 'draft') {
    return [
      ...list,
      [words.done, job.done],
      [words.unchanged, job.unchanged],
      [words.refused, job.refused],
      [words.pending, job.pending],
    ]
  }
  const { stockNeeded, stockLeft, willChange, unchanged, refusedBy } = preview
  const isOfImport = isImport(job.kind)
  const stock = stockLeft === undefined || stockNeeded === undefined ? stockNeeded : t.ofStock(stockNeeded, stockLeft)
  return [
    ...list,
    [t.stock, stock],
    ...positive(words.unchanged, unchanged),
    ...positive(words.refused, job.refused),
    ...refusedBy.map(({ subCode, count }) => [t.willRefuse(refusalText(reasons, subCode)), count] as const),
    [t.willCreate, isOfImport ? preview.created : undefined],
    [t.willEdit, job.kind === 'import-members' ? willChange - preview.created : undefined],
    [t.willChange, isOfImport ? undefined : willChange],
  ]
}

function positive(label: string, count: number): readonly Fact[] {
  return count > 0 ? [[label, count]] : []
}

type Item = ResultOf<typeof listJobItems>['items'][number]

const waitingRowsTexts = defineTexts({
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
  const t = useTexts(waitingRowsTexts)
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
