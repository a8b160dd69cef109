import { handleFinding, listEvents } from '@yaoquan/api'
import { Empty } from 'antd'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { Changes } from '../audit/audit-table.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { NameOf } from '../names/code-text.ts'
import { useActors, useTermNames } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { type Fact, Facts } from '../parts/facts.tsx'
import { NotRead } from '../parts/failure.tsx'
import { TextField } from '../parts/fields.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useRead } from '../session/use-server.ts'
import { actorText, eventTitle } from '../terms/event-text.ts'
import type { Finding } from './day-list.tsx'
import { findingText } from './findings-table.tsx'

const texts = defineTexts({
  handle: { zh: '处理差异', en: 'Handle the finding' },
  handleVerb: { zh: '标记为已处理', en: 'Mark as handled' },
  reopen: { zh: '重新打开', en: 'Reopen' },
  note: { zh: '说明', en: 'Note' },
  noteHint: {
    zh: '怎样处理的、凭什么；不要写会员的姓名与号码',
    en: 'What was done and why; no names or numbers of members',
  },
  handleWhat: {
    zh: '您的姓名、时间与说明记入审计。报告重新生成后仍为已处理；差异消失后再出现，或金额改变，会重新待处理。',
    en: 'Your name, the time and the note are recorded. It stays handled in later reports; if it goes and comes again, or its amounts change, it is open again.',
  },
  reopenWhat: {
    zh: '这条差异重新待处理；原来的说明留在审计里。',
    en: 'The finding is open again; the former note stays in the audit trail.',
  },
  was: {
    zh: (who: string, at: string, note: string) => `${who} 于 ${at} 处理：${note}`,
    en: (who, at, note) => `Handled by ${who}, ${at}: ${note}`,
  },
  handled: { zh: '已标记为已处理', en: 'Marked as handled' },
  reopened: { zh: '已重新打开', en: 'Reopened' },
})

type Props = Readonly<{ day: string; finding: Finding | undefined; actorName: NameOf; close: () => void }>

/** The drawer in which a finding is marked as handled, or opened again. */
export function HandleFinding({ finding, ...others }: Props): ReactNode {
  const t = useTexts(texts)
  const title = finding?.handledBy === undefined ? t.handle : t.reopen
  return (
    <SideDrawer title={title} isOpen={finding !== undefined} close={others.close} size={460} holdsForm>
      {finding !== undefined && <HandleForm {...others} finding={finding} />}
    </SideDrawer>
  )
}

function HandleForm({ day, finding, actorName, close }: Props & Readonly<{ finding: Finding }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { findingId, handledBy, handledAt = '', handledNote = '' } = finding
  const isReopened = handledBy !== undefined
  const act = useAct(handleFinding, {
    tell: () => ({ text: isReopened ? t.reopened : t.handled }),
    close,
  })
  return (
    <ActForm<Readonly<{ note: string }>>
      title={findingText(finding, language)}
      verb={isReopened ? t.reopen : t.handleVerb}
      consequence={isReopened ? t.reopenWhat : t.handleWhat}
      {...act}
      submit={({ note }) => act.run({ day, findingId, note: note.trim(), reopen: isReopened || undefined })}
    >
      {isReopened && <p>{t.was(actorText(handledBy, language, actorName), handledAt, handledNote)}</p>}
      <TextField
        name="note"
        label={t.note}
        placeholder={t.noteHint}
        maxLength={200}
        isRequired
        autoFocus
        autoComplete="off"
      />
    </ActForm>
  )
}

const eventDrawerTexts = defineTexts({
  title: { zh: (seq: number) => `事件 ${seq}`, en: (seq) => `Event ${seq}` },
  kind: { zh: '事件', en: 'Event' },
  at: { zh: '时间', en: 'Time' },
  actor: { zh: '操作者', en: 'Actor' },
  coupon: { zh: '券码', en: 'Coupon' },
  request: { zh: '请求号', en: 'Request id' },
  what: { zh: '改了什么', en: 'What changed' },
  gone: { zh: '该事件已按保留期限清理。', en: 'The event was removed by age.' },
})

/** One event of the seller: who did what, and what it changed. */
export function EventDrawer({ eventSeq, close }: Readonly<{ eventSeq: number; close: () => void }>): ReactNode {
  const t = useTexts(eventDrawerTexts)
  const { language } = useLanguage()
  const reader = { language, names: useTermNames() }
  const { data, error, refetch } = useRead(listEvents, { afterSeq: eventSeq - 1, limit: 1 })
  const event = data?.events.find((one) => one.eventSeq === eventSeq)
  const actorName = useActors(event === undefined ? [] : [event.actor])
  const facts: readonly Fact[] =
    event === undefined
      ? []
      : [
          [t.kind, eventTitle(event.kind, language)],
          [t.at, event.at],
          [t.actor, actorText(event.actor, language, actorName)],
          [t.coupon, event.couponCode && <Code key="coupon" text={event.couponCode} />],
          [t.request, event.requestId && <Code key="request" text={event.requestId} />],
          [t.what, <Changes key="what" event={event} most={Number.POSITIVE_INFINITY} reader={reader} />],
        ]
  return (
    <SideDrawer title={t.title(eventSeq)} isOpen close={close} size={520}>
      {data === undefined && <NotRead error={error} refetch={refetch} />}
      {data !== undefined && event === undefined && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.gone} />}
      {event !== undefined && <Facts facts={facts} />}
    </SideDrawer>
  )
}
