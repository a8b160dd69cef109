import { useNavigate } from '@tanstack/react-router'
import { cancelJob, getJob, jobKinds, pauseJob, resumeJob } from '@yaoquan/api'
import { Button, Flex } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { type Fact, Facts } from '../parts/facts.tsx'
import { Failure, NotRead } from '../parts/failure.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { JobReport, WaitingRows } from './job-report.tsx'
import { JobStateTag } from './job-state-tag.tsx'
import { actsOfKinds, isImport, type Job, titleOf } from './job-texts.ts'
import { JobLink, JobProgress, useJobActors, type WhoOf } from './jobs-table.tsx'
import { RefusedRows } from './refused-rows.tsx'
import { SaveBadRows, SaveResults } from './save-items.tsx'
import { SendAgain } from './send-again.tsx'
import { StartJob, StockAlert } from './start-job.tsx'
import '../parts/details.css'

const texts = defineTexts({
  job: { zh: '任务', en: 'Job' },
  kind: { zh: '类型', en: 'Kind' },
  template: { zh: '模板', en: 'Template' },
  follows: { zh: '补发自', en: 'Sends again what was refused by' },
  each: { zh: '每人张数', en: 'For each' },
  reason: { zh: '原因', en: 'Reason' },
  endDate: { zh: '延期至', en: 'Extended to' },
  made: { zh: '创建', en: 'Created' },
  started: { zh: '启动', en: 'Started' },
  ended: { zh: '结束', en: 'Ended' },
  pause: { zh: '暂停', en: 'Pause' },
  resume: { zh: '继续', en: 'Resume' },
  cancel: { zh: '取消任务', en: 'Cancel the job' },
  discard: { zh: '放弃草稿', en: 'Discard the draft' },
  discardWhat: {
    zh: '草稿什么也没有改动；放弃后不能再启动。',
    en: 'The draft changed nothing. It cannot be started afterwards.',
  },
  paused: { zh: '已暂停', en: 'Paused' },
  resumed: { zh: '已继续', en: 'Resumed' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  waits: {
    zh: (who: string) => `${who} 提交，等待另一位可审批模板的人批准。`,
    en: (who) => `Submitted by ${who}; waits for another person who may approve templates.`,
  },
  stopping: { zh: '正在完成已开始的一批，几秒后停下。', en: 'It finishes the batch that it had begun.' },
  cancelWhat: {
    zh: (left: number) => `还有 ${left} 项不再处理；已处理的不撤销。取消后不能继续。`,
    en: (left) => `${left} items will not be done; what was done stays. A cancelled job cannot go on.`,
  },
})

type Props = Readonly<{ jobId: string | undefined; close: () => void }>

/** One job: what it does, how far it is, its acts and its report. */
export function JobDrawer({ jobId, close }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <SideDrawer title={t.job} isOpen={jobId !== undefined} close={close}>
      {jobId !== undefined && <JobDetails key={jobId} jobId={jobId} />}
    </SideDrawer>
  )
}

function JobDetails({ jobId }: Readonly<{ jobId: string }>): ReactNode {
  const t = useTexts(texts)
  const { may, session } = useSession()
  const { data, error, refetch } = useRead(getJob, { jobId }, { everyMs: 1_000 })
  const who = useJobActors(data?.actors)
  const navigate = useNavigate()
  const open = (next: string) =>
    void navigate({ to: '.', search: ((former: object) => ({ ...former, job: next })) as never })
  const job = data?.job
  if (job === undefined) return <NotRead error={error} refetch={refetch} />
  const isDraftImport = job.state === 'draft' && isImport(job.kind)
  const isDraftSend = job.state === 'draft' && job.kind === 'send'
  const isWaiting = job.awaitsApproval === true
  const isOwn = job.createdBy === `operator:${session.operator.name}`
  const mayAct = isWaiting ? isOwn || may('approve-templates') : may(actsOfKinds[job.kind])
  return (
    <Flex vertical gap={16} className="yq-coupon">
      <header>
        <Flex gap={8} align="center" wrap>
          <strong className="yq-coupon-name">{titleOf(job)}</strong>
          <JobStateTag job={job} />
        </Flex>
        <Code text={jobId} />
      </header>
      {job.state !== 'draft' && <JobProgress job={job} />}
      {job.stopping === true && <p className="yq-soft">{t.stopping}</p>}
      {job.state === 'draft' && <JobReport job={job} />}
      {job.state === 'draft' && <StockAlert preview={job.preview} />}
      {(isDraftImport || isDraftSend) && <RefusedRows job={job} />}
      {isDraftImport && job.refused > 0 && isOwn && <SaveBadRows job={job} />}
      {isDraftImport && job.refused > 0 && <SaveResults job={job} />}
      {isWaiting && <p className="yq-soft">{t.waits(who(job.createdBy))}</p>}
      {isWaiting && job.kind === 'import-coupons' && job.ready && <WaitingRows job={job} />}
      {/* A step of another state is another step: it takes a new request number. */}
      {mayAct && <JobActs key={job.state} job={job} isWaiting={isWaiting} isOwn={isOwn} />}
      <JobFacts job={job} who={who} />
      {job.state !== 'draft' && <JobReport job={job} />}
      {isOver(job) && job.kind === 'send' && <SendAgain job={job} open={open} />}
      {job.state !== 'draft' && isImport(job.kind) && <RefusedRows job={job} />}
      {job.state !== 'draft' && isImport(job.kind) && job.refused > 0 && isOwn && <SaveBadRows job={job} />}
      {job.state !== 'draft' && <SaveResults job={job} />}
    </Flex>
  )
}

function isOver({ state }: Job): boolean {
  return state === 'done' || state === 'cancelled'
}

type ActsProps = Readonly<{ job: Job; isWaiting: boolean; isOwn: boolean }>

function JobActs({ job, isWaiting, isOwn }: ActsProps): ReactNode {
  const t = useTexts(texts)
  const [isCancelling, setCancelling] = useState(false)
  const { jobId, state, pending } = job
  const isDraft = state === 'draft'
  const verb = isDraft ? t.discard : t.cancel
  const close = () => setCancelling(false)
  const pause = useAct(pauseJob, { tell: () => ({ text: t.paused }), close })
  const resume = useAct(resumeJob, { tell: () => ({ text: t.resumed }), close })
  const cancel = useAct(cancelJob, { tell: () => ({ text: t.cancelled }), close })
  if (isOver(job)) return undefined
  if (isCancelling) {
    return (
      <ActForm
        title={verb}
        verb={verb}
        isDanger
        {...cancel}
        consequence={isDraft ? t.discardWhat : t.cancelWhat(pending)}
        submit={() => cancel.run({ jobId })}
      />
    )
  }
  return (
    <>
      {isDraft && job.ready && !(isWaiting && isOwn) && (
        <StartJob key={job.preview.willChange} job={job} isApproval={isWaiting} />
      )}
      {[pause.error, resume.error].map((error) => error !== null && <Failure key={error.message} error={error} />)}
      <Flex gap={8} wrap>
        {state === 'running' && (
          <Button loading={pause.isBusy} onClick={() => pause.run({ jobId })}>
            {t.pause}
          </Button>
        )}
        {state === 'paused' && (
          <Button type="primary" loading={resume.isBusy} onClick={() => resume.run({ jobId })}>
            {t.resume}
          </Button>
        )}
        <Button danger onClick={() => setCancelling(true)}>
          {verb}
        </Button>
      </Flex>
    </>
  )
}

function JobFacts({ job, who }: Readonly<{ job: Job; who: WhoOf }>): ReactNode {
  const t = useTexts(texts)
  const kinds = useTexts(jobKinds)
  const facts: readonly Fact[] = [
    [t.kind, kinds[job.kind]],
    [t.template, job.couponId && <Code text={job.couponId} />],
    [t.follows, job.followsJobId && <JobLink jobId={job.followsJobId}>{job.followsJobId}</JobLink>],
    [t.each, job.count],
    [t.endDate, job.endDate],
    [t.reason, job.reason],
    [t.made, `${job.createdAt} · ${who(job.createdBy)}`],
    [t.started, job.startedAt && `${job.startedAt} · ${who(job.startedBy ?? '')}`],
    [t.ended, job.endedAt],
  ]
  return <Facts facts={facts} nameWidth={240} />
}
