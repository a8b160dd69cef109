import { cancelJob, getJob, memberColumns, pauseJob, resumeJob } from '@yaoquan/api'
import { Button, Flex, Popconfirm, Progress, Tag } from 'antd'
import type { ReactNode } from 'react'
import { type JobItem, SaveItems } from '../jobs/save-items.tsx'
import { SendAgain } from '../jobs/send-again.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Failure, NotRead } from '../parts/failure.tsx'
import { explanationOf } from '../server/call-error.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead, useWrite } from '../session/use-server.ts'
import type { Job } from './draft-send.ts'
import { StartSend } from './start-send.tsx'

const texts = defineTexts({
  running: { zh: '正在发送，可以离开本页', en: 'Sending; you may leave this page' },
  paused: { zh: '已暂停', en: 'Paused' },
  done: { zh: '已发完', en: 'Done' },
  notAll: { zh: (count: number) => `${count} 位未发成`, en: (count) => `${count} refused` },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  draft: { zh: '待开始', en: 'Not started' },
  stopping: { zh: '正在停下', en: 'Stopping' },
  pause: { zh: '暂停', en: 'Pause' },
  resume: { zh: '继续', en: 'Resume' },
  cancel: { zh: '取消任务', en: 'Cancel the job' },
  cancelWhat: {
    zh: '没有发的不再发，已发的券不收回。取消后不能继续。',
    en: 'What is not sent stays unsent; coupons that were sent stay. A cancelled job cannot go on.',
  },
  keep: { zh: '返回', en: 'Back' },
  counts: {
    zh: (done: number, refused: number, pending: number) => `已发 ${done} 位，未发成 ${refused} 位，剩余 ${pending} 位`,
    en: (done, refused, pending) => `${done} sent, ${refused} refused, ${pending} left`,
  },
})

type Props = Readonly<{ jobId: string; name: string; open: (jobId: string) => void; close: () => void }>

/** A send, from its dry run to its report. */
export function SendProgress({ jobId, name, open, close }: Props): ReactNode {
  const { data, error, refetch } = useRead(getJob, { jobId }, { everyMs: 1_000, readsAgain: isMoving })
  const job = data?.job
  if (job === undefined) return <NotRead error={error} refetch={refetch} rows={6} />
  if (job.state === 'draft') return <StartSend job={job} name={name} close={close} />
  return <RunningSend job={job} open={open} />
}

/** Only jobs that move are read again, so that an idle screen does not keep its session alive. */
function isMoving({ job }: Readonly<{ job?: Job | undefined }>): boolean {
  return job?.state === 'running' || job?.stopping === true
}

function RunningSend({ job, open }: Readonly<{ job: Job }> & Pick<Props, 'open'>): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const { jobId, state, stopping, total, pending, done, refused } = job
  const [pause, resume, cancel] = [useWrite(pauseJob), useWrite(resumeJob), useWrite(cancelJob)]
  const failed = [pause, resume, cancel].find(({ error }) => error !== null)
  const isOpen = state === 'running' || state === 'paused'
  return (
    <Flex vertical gap={12}>
      <Flex gap={8} align="center">
        <strong role="status">{stopping ? t.stopping : t[state]}</strong>
        {state === 'done' && refused > 0 && <Tag color="warning">{t.notAll(refused)}</Tag>}
      </Flex>
      <Progress
        aria-label={t[state]}
        percent={total === 0 ? 100 : Math.floor(((total - pending) / total) * 100)}
        status={state === 'running' ? 'active' : state === 'done' && refused === 0 ? 'success' : 'normal'}
      />
      <span className="yq-number">{t.counts(done, refused, pending)}</span>
      {failed?.error && <Failure error={failed.error} />}
      {isOpen && may('send-coupons') && (
        <Flex gap={8}>
          {state === 'running' && (
            <Button loading={pause.isPending} onClick={() => pause.mutate({ jobId })}>
              {t.pause}
            </Button>
          )}
          {state === 'paused' && (
            <Button type="primary" loading={resume.isPending} onClick={() => resume.mutate({ jobId })}>
              {t.resume}
            </Button>
          )}
          <Popconfirm
            title={t.cancel}
            description={t.cancelWhat}
            okText={t.cancel}
            cancelText={t.keep}
            onConfirm={() => cancel.mutate({ jobId })}
          >
            <Button danger loading={cancel.isPending}>
              {t.cancel}
            </Button>
          </Popconfirm>
        </Flex>
      )}
      {!isOpen && !stopping && <SendAgain job={job} open={open} />}
      {!isOpen && !stopping && <SendReport job={job} />}
    </Flex>
  )
}

const sendReportTexts = defineTexts({
  download: { zh: '下载每位的结果 CSV', en: 'Download the result for each, CSV' },
  line: { zh: '文件中的行', en: 'Line of the file' },
  phone: memberColumns.phone,
  card: memberColumns.cardNo,
  state: { zh: '结果', en: 'Result' },
  coupons: { zh: '券码', en: 'Coupons' },
  why: { zh: '原因', en: 'Reason' },
  done: { zh: '已发', en: 'sent' },
  refused: { zh: '未发成', en: 'refused' },
  pending: { zh: '没有发', en: 'not sent' },
  unchanged: { zh: '无需处理', en: 'unchanged' },
  file: { zh: '发送结果', en: 'result' },
})

/** The report of a send that is over: what became of each member, as a file. */
function SendReport({ job: { jobId } }: Readonly<{ job: Job }>): ReactNode {
  const t = useTexts(sendReportTexts)
  const { language } = useLanguage()
  const cellsOf = ({
    place,
    line = place,
    phone = '',
    cardNo = '',
    state,
    couponCodes = [],
    subCode,
    rule,
    ruleEn,
  }: JobItem) => {
    const ruleText = language === 'zh' ? rule : ruleEn
    const why = ruleText ?? (subCode && (explanationOf(subCode)?.message[language] ?? subCode))
    return [String(line), phone, cardNo, t[state], couponCodes.join(' '), why ?? '']
  }
  const head = [t.line, t.phone, t.card, t.state, t.coupons, t.why]
  return <SaveItems jobId={jobId} head={head} cellsOf={cellsOf} label={t.download} fileName={t.file} />
}
