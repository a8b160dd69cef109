import { approveTemplate, rejectTemplate } from '@yaoquan/api'
import { Alert, Button, Flex, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useTermNames } from '../names/use-names.ts'
import { Failure, Loading } from '../parts/failure.tsx'
import { useSession } from '../session/session-provider.tsx'
import { actorText } from '../terms/event-text.ts'
import { versionChanges } from '../terms/version-changes.ts'
import type { StoredTemplate } from './use-templates.ts'
import { useVersions } from './versions.tsx'

const texts = defineTexts({
  waits: { zh: (who: string) => `${who} 提交，待审批`, en: (who) => `Submitted by ${who}, waits for approval` },
  own: { zh: '由您提交，请另一人审批。', en: 'You submitted it; another person has to approve.' },
  first: { zh: '首次发布，尚无已发布的版本。', en: 'The first publication: no version is published yet.' },
  changes: {
    zh: (version: number) => `与已发布的第 ${version} 版相比：`,
    en: (version) => `Against version ${version}, which is published:`,
  },
  same: { zh: '条款与已发布的版本相同', en: 'The terms are those of the published version' },
  approve: { zh: '批准', en: 'Approve' },
  reject: { zh: '退回', en: 'Send back' },
  approveWhat: {
    zh: (name: string, from: string | undefined) =>
      `「${name}」${from === undefined ? '立即' : `自 ${from} 起`}可以按这一版领取。`,
    en: (name, from) =>
      `“${name}” can be claimed by this version ${from === undefined ? 'immediately' : `from ${from}`}.`,
  },
  rejectWhat: {
    zh: '这一版成为草稿，提交的人看到您的意见；已发布的版本不受影响。',
    en: 'The version becomes a draft with your note; what is published stays as it is.',
  },
  note: { zh: '意见', en: 'Note' },
  noteOptional: { zh: '意见（可不填）', en: 'Note (optional)' },
  noteMissing: { zh: '请写明要改什么', en: 'Say what has to change' },
  noPhones: { zh: '不要写手机号', en: 'no phone numbers' },
  approved: { zh: '已批准', en: 'Approved' },
  rejected: { zh: '已退回', en: 'Sent back' },
  wasApproved: {
    zh: (who: string, by: string) => `${who} 提交，${by} 批准`,
    en: (who, by) => `Submitted by ${who}, approved by ${by}`,
  },
  wasSentBack: {
    zh: (who: string, by: string) => `${who} 提交，${by} 退回`,
    en: (who, by) => `Submitted by ${who}, sent back by ${by}`,
  },
})

type Props = Readonly<{ template: StoredTemplate }>

/** State of the latest version's approval; for those who may decide, its changes and the two verdicts. */
export function ApprovalPanel({ template }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { approval, savedBy = '', submittedBy = '', approvalNote } = template
  const { actorName } = useVersions(template.couponId, approval !== undefined)
  const who = (actor: string) => actorText(actor, language, actorName)
  switch (approval) {
    case undefined:
      return null
    case 'waiting':
      return (
        <Alert type="warning" showIcon title={t.waits(who(savedBy))} description={<Waiting template={template} />} />
      )
    case 'approved':
      return (
        <p className="yq-soft yq-tight">
          {t.wasApproved(who(submittedBy), who(savedBy))}
          {approvalNote !== undefined && ` · ${approvalNote}`}
        </p>
      )
    case 'sent_back':
      return (
        <Alert type="error" showIcon title={t.wasSentBack(who(submittedBy), who(savedBy))} description={approvalNote} />
      )
  }
}

function Waiting({ template }: Props): ReactNode {
  const t = useTexts(texts)
  const { session, may } = useSession()
  const [verdict, setVerdict] = useState<'approve' | 'reject'>()
  const close = () => setVerdict(undefined)
  if (verdict !== undefined) return <Verdict template={template} verdict={verdict} close={close} />
  const isOwn = template.savedBy === `operator:${session.operator.name}`
  return (
    <Flex vertical gap={8}>
      <Changes template={template} />
      {isOwn && <span>{t.own}</span>}
      {!isOwn && may('approve-templates') && (
        <Flex gap={8}>
          <Button type="primary" onClick={() => setVerdict('approve')}>
            {t.approve}
          </Button>
          <Button onClick={() => setVerdict('reject')}>{t.reject}</Button>
        </Flex>
      )}
    </Flex>
  )
}

/** What members would get that they do not get now. */
function Changes({ template }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { versions, known, error } = useVersions(template.couponId)
  const names = useTermNames(versions ?? [], known)
  if (error !== null) return <Failure error={error} />
  if (versions === undefined) return <Loading rows={2} />
  const published = versions.findLast(({ state }) => state === 'published')
  if (published === undefined) return <span>{t.first}</span>
  const changes = versionChanges(published, { ...template, state: 'published' }, { language, names })
  return (
    <div>
      {t.changes(published.version)}
      <ul className="yq-changes">
        {(changes.length === 0 ? [t.same] : changes).map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </div>
  )
}

type VerdictProps = Props & Readonly<{ verdict: 'approve' | 'reject'; close: () => void }>

function Verdict({ template, verdict, close }: VerdictProps): ReactNode {
  const t = useTexts(texts)
  const isApproval = verdict === 'approve'
  const act = useAct(isApproval ? approveTemplate : rejectTemplate, {
    tell: () => ({ text: isApproval ? t.approved : t.rejected }),
    close,
  })
  const { couponId, couponName, version, publishAt } = template
  return (
    <ActForm<Readonly<{ note?: string }>>
      title={t[verdict]}
      verb={t[verdict]}
      isDanger={!isApproval}
      {...act}
      consequence={isApproval ? t.approveWhat(couponName, publishAt) : t.rejectWhat}
      submit={({ note = '' }) => act.run({ couponId, version, note: note.trim() })}
    >
      <Form.Item
        name="note"
        label={isApproval ? t.noteOptional : t.note}
        rules={isApproval ? [] : [{ required: true, whitespace: true, message: t.noteMissing }]}
      >
        <Input maxLength={256} placeholder={t.noPhones} />
      </Form.Item>
    </ActForm>
  )
}
