import { SafetyCertificateOutlined } from '@ant-design/icons'
import { type listAudit, verifyAudit } from '@yaoquan/api'
import { Alert, Button, Table } from 'antd'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useWrite } from '../session/use-server.ts'

const texts = defineTexts({
  verify: { zh: '核验事件链', en: 'Verify the history' },
  title: { zh: '核验结果', en: 'Verification' },
  intact: {
    zh: (events: string) => `完好：${events} 个事件首尾相连，全部数据与事件一致。`,
    en: (events) => `Whole: ${events} events are chained, and all data agrees with them.`,
  },
  altered: {
    zh: '有数据不是药券写入的，或事件链不完整。',
    en: 'Some data was not written by Yaoquan, or the chain is broken.',
  },
  more: { zh: (count: number) => `另有 ${count} 处。`, en: (count) => `${count} more.` },
  table: { zh: '表', en: 'Table' },
  key: { zh: '行', en: 'Rows' },
  problem: { zh: '不符之处', en: 'What differs' },
})

/** The button that verifies the history, and what came of it. It takes minutes where there is much. */
export function VerifyHistory(): ReactNode {
  const t = useTexts(texts)
  const { data, error, isPending, mutate, reset } = useWrite(verifyAudit)
  const [isOpen, setOpen] = useState(false)
  const verify = () => {
    reset()
    mutate({}, { onSettled: () => setOpen(true) })
  }
  return (
    <>
      <Button icon={<SafetyCertificateOutlined />} loading={isPending} onClick={verify}>
        {t.verify}
      </Button>
      <SideDrawer title={t.title} isOpen={isOpen} close={() => setOpen(false)} size={560}>
        {error !== null && <Failure error={error} retry={verify} />}
        {data !== undefined && <Verification result={data} />}
      </SideDrawer>
    </>
  )
}

function Verification({ result }: Readonly<{ result: ResultOf<typeof verifyAudit> }>): ReactNode {
  const t = useTexts(texts)
  const { intact, events = 0, findings, moreFindings } = result
  if (intact) return <Alert type="success" showIcon title={t.intact(String(events))} />
  return (
    <>
      <Alert type="error" showIcon title={t.altered} description={moreFindings > 0 && t.more(moreFindings)} />
      <Table
        size="small"
        rowKey={({ table, key }) => `${table} ${key}`}
        pagination={false}
        dataSource={[...findings]}
        columns={[
          { title: t.table, dataIndex: 'table' },
          { title: t.key, dataIndex: 'key' },
          { title: t.problem, dataIndex: 'problem' },
        ]}
      />
    </>
  )
}

type Audit = NonNullable<ResultOf<typeof listAudit>['lastAudit']>

const lastAuditTexts = defineTexts({
  last: {
    zh: ({ begunAt, endedAt }: Audit) => `整库上次完整核对：${begunAt} 至 ${endedAt}。`,
    en: ({ begunAt, endedAt }) => `Last whole audit of the store: ${begunAt} to ${endedAt}.`,
  },
  none: { zh: '整库还没有记录在案的完整核对。', en: 'No whole audit of the store was recorded yet.' },
})

/** When the whole store was audited last. What it found is of all sellers, and told to operators of the store. */
export function LastAudit({ audit }: Readonly<{ audit: Audit | undefined }>): ReactNode {
  const t = useTexts(lastAuditTexts)
  return <p className="yq-soft">{audit === undefined ? t.none : t.last(audit)}</p>
}
