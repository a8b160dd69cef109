import { handleFinding } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { NameOf } from '../names/code-text.ts'
import { TextField } from '../parts/fields.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { actorText } from '../terms/event-text.ts'
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
