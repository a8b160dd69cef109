import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { countText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import { Code } from '../parts/code.tsx'
import { agreementText, type Run, type Verdicts } from './run.ts'

const texts = defineTexts({
  byApp: { zh: '按API与应用', en: 'By API and app' },
  bySeller: { zh: '按连锁', en: 'By seller' },
  sellersNote: {
    zh: '共用这个现有CRM的全部连锁；连锁未知的调用不在其中。',
    en: 'All sellers that share this CRM. Calls whose seller is unknown are not among them.',
  },
  method: { zh: 'API', en: 'API' },
  app: { zh: '应用', en: 'App' },
  seller: { zh: '连锁', en: 'Seller' },
  seen: { zh: '调用', en: 'Calls' },
  compared: { zh: '已比较', en: 'Compared' },
  agreed: { zh: '一致', en: 'Agree' },
  accepted: { zh: '已接受', en: 'Accepted' },
  share: { zh: '一致率', en: 'Agreement' },
  none: { zh: '还没有调用经过。', en: 'No call has passed yet.' },
})

type Props = Readonly<{ run: Run }>

/** Calls by method and app. */
export function CallsByApp({ run: { groups } }: Props): ReactNode {
  const t = useTexts(texts)
  const verdicts = useVerdictColumns()
  const columns: TableColumnsType<Run['groups'][number]> = [
    { title: t.method, dataIndex: 'method', ellipsis: true, render: (name: string) => <Code text={name} /> },
    { title: t.app, dataIndex: 'appKey', width: 130, ellipsis: true },
    ...verdicts,
  ]
  return (
    <section className="yq-card yq-shadow-card" aria-label={t.byApp}>
      <h2>{t.byApp}</h2>
      <ListTable
        rows={groups}
        keyOf={({ method, appKey }) => `${method} ${appKey}`}
        columns={columns}
        isLoading={false}
        width={900}
        none={t.none}
      />
    </section>
  )
}

/** Calls of each seller, where several share the CRM of today. */
export function CallsBySeller({ run: { sellers } }: Props): ReactNode {
  const t = useTexts(texts)
  const verdicts = useVerdictColumns()
  if (sellers.length < 2) return null
  const columns: TableColumnsType<Run['sellers'][number]> = [
    { title: t.seller, dataIndex: 'sellerId', ellipsis: true, render: (id: string) => <Code text={id} /> },
    ...verdicts,
  ]
  return (
    <section className="yq-card yq-shadow-card" aria-label={t.bySeller}>
      <h2>{t.bySeller}</h2>
      <p className="yq-soft yq-tight">{t.sellersNote}</p>
      <ListTable
        rows={sellers}
        keyOf={({ sellerId }) => sellerId}
        columns={columns}
        isLoading={false}
        width={640}
        none={t.none}
      />
    </section>
  )
}

function useVerdictColumns() {
  const t = useTexts(texts)
  const column = (title: string, of: (verdicts: Verdicts) => string) => ({
    title,
    key: title,
    width: 110,
    align: 'right' as const,
    className: 'yq-number',
    render: (_: unknown, verdicts: Verdicts) => of(verdicts),
  })
  return [
    column(t.seen, ({ seen }) => countText(seen)),
    column(t.compared, ({ compared }) => countText(compared)),
    column(t.agreed, ({ agreed }) => countText(agreed)),
    column(t.accepted, ({ accepted }) => countText(accepted)),
    column(t.share, agreementText),
  ]
}
