import { listApps, type listRefusals } from '@yaoquan/api'
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { type ListPage, ListTable } from '../lists/list-table.tsx'
import { Code } from '../parts/code.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { refusalWords } from '../parts/refusal-words.ts'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'

const texts = defineTexts({
  at: { zh: '时间', en: 'Time' },
  app: { zh: '应用', en: 'App' },
  reason: { zh: '拒绝原因', en: 'Reason' },
  requestId: { zh: '请求号', en: 'Request id' },
  acts: { zh: '操作', en: 'Actions' },
  explain: { zh: '诊断', en: 'Explain' },
})

type Refusal = ResultOf<typeof listRefusals>['refusals'][number]

type Props = ListPage<Refusal> & Readonly<{ none: string; open: (requestId: string) => void }>

/** Refused calls; a row opens the explanation. @param props.none what an empty list says */
export function CallsTable(props: Props): ReactNode {
  return <ListTable {...props} keyOf={({ requestId }) => requestId} columns={useColumns(props.open)} width={960} />
}

function useColumns(open: (requestId: string) => void): TableColumnsType<Refusal> {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const today = useToday()
  const apps = new Map(useRead(listApps, {}).data?.apps.map(({ appKey, name }) => [appKey, name]))
  return [
    {
      title: t.at,
      dataIndex: 'at',
      width: 104,
      className: 'yq-number',
      render: (at: string) => <time title={at}>{shortMoment(at, today)}</time>,
    },
    {
      title: t.app,
      dataIndex: 'appKey',
      width: 140,
      ellipsis: true,
      render: (key: string) => <span title={key}>{apps.get(key) ?? key}</span>,
    },
    { title: 'API', dataIndex: 'method', width: 210, ellipsis: true },
    {
      title: t.reason,
      dataIndex: 'refusedCode',
      ellipsis: true,
      render: (code: string) => (
        <span title={code}>
          {refusalWords(code, language)} <span className="yq-soft">{code}</span>
        </span>
      ),
    },
    { title: t.requestId, dataIndex: 'requestId', width: 140, render: (id: string) => <Code text={id} /> },
    {
      title: t.acts,
      key: 'explain',
      className: 'yq-acts-column',
      width: 84,
      render: (_, { requestId }) => <LinkButton text={t.explain} act={() => open(requestId)} />,
    },
  ]
}
