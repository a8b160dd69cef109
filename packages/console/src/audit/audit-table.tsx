import type { listAudit } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { type ListPage, ListTable, widthOf } from '../lists/list-table.tsx'
import { useShownColumns } from '../lists/shown-columns.ts'
import type { NameOf } from '../names/code-text.ts'
import { useTermNames } from '../names/use-names.ts'
import type { ResultOf } from '../server/call-method.ts'
import { actorText, eventTitle } from '../terms/event-text.ts'
import { memberName } from '../terms/member-names.ts'
import { memberText, type Reader } from '../terms/member-values.ts'
import { changesOf } from './changed-fields.ts'
import './audit-table.css'

type AuditEvent = ResultOf<typeof listAudit>['events'][number]

/** Its columns. */
export const auditColumnTitles = defineTexts({
  seq: { zh: '序号', en: 'Number' },
  at: { zh: '时间', en: 'Time' },
  actor: { zh: '操作者', en: 'Actor' },
  kind: { zh: '事件', en: 'Event' },
  what: { zh: '改了什么', en: 'What changed' },
})

const texts = defineTexts({
  more: { zh: (count: number) => `另有 ${count} 项`, en: (count) => `${count} more` },
  whole: { zh: '全部', en: 'All' },
  none: { zh: '没有符合条件的记录。换个条件试试。', en: 'Nothing matches. Try another filter.' },
})

type AuditTableProps = ListPage<AuditEvent> & Readonly<{ actorName: NameOf }>

/** A page of the audit trail, the newest first. */
export function AuditTable({ actorName, ...page }: AuditTableProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const codeNames = useTermNames()
  const reader = { language, names: { shop: codeNames.shop, category: codeNames.category, actor: actorName } }
  const today = useToday()
  const columns = useShownColumns<AuditEvent, typeof auditColumnTitles>(auditColumnTitles, {
    seq: { dataIndex: 'eventSeq', width: 80, align: 'right', className: 'yq-number' },
    at: {
      dataIndex: 'at',
      width: 124,
      className: 'yq-number',
      render: (at: string) => <time title={at}>{shortMoment(at, today)}</time>,
    },
    actor: {
      dataIndex: 'actor',
      width: 170,
      ellipsis: true,
      render: (actor: string) => <span title={actor}>{actorText(actor, language, actorName)}</span>,
    },
    kind: { dataIndex: 'kind', width: 150, render: (kind: string) => eventTitle(kind, language) },
    what: { render: (_, event) => <Changes event={event} most={shownChanges} reader={reader} /> },
  })
  return (
    <ListTable
      {...page}
      columns={columns}
      keyOf={({ eventSeq }) => String(eventSeq)}
      width={widthOf(columns, 360)}
      none={t.none}
      expandable={{
        columnTitle: t.whole,
        columnWidth: 64,
        expandRowByClick: true,
        rowExpandable: (event) => changesOf(event).length > shownChanges,
        expandedRowRender: (event) => <Changes event={event} most={Number.POSITIVE_INFINITY} reader={reader} />,
      }}
    />
  )
}

/** Changes in the row itself; it unfolds to all of them. */
const shownChanges = 2

type ChangesProps = Readonly<{ event: AuditEvent; most: number; reader: Reader }>

/** What an event changed, in words. */
export function Changes({ event, most, reader }: ChangesProps): ReactNode {
  const t = useTexts(texts)
  const subject = event.couponCode ?? event.couponId
  const changes = changesOf(event)
  return (
    <ul className="yq-changes">
      {subject !== undefined && <li>{subject}</li>}
      {changes.slice(0, most).map(({ name, before: was, after: is }) => {
        const shown = (value: unknown) => memberText(name, value, reader)
        return (
          <li key={name}>
            <span className="yq-soft">{memberName(name, reader.language)}</span>{' '}
            {was !== undefined && <del>{shown(was)}</del>} {is !== undefined && <ins>{shown(is)}</ins>}
          </li>
        )
      })}
      {changes.length > most && <li className="yq-soft">{t.more(changes.length - most)}</li>}
    </ul>
  )
}
