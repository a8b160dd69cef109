import { EditOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { listJobItems } from '@yaoquan/api'
import { Alert, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { callMethod, readPages } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { useWork } from '../session/use-work.ts'
import type { Job } from './job-texts.ts'
import { MendRows } from './mend-rows.tsx'
import { type RefusedSend, refusedSend } from './mended-rows.ts'
import { RefusedRows } from './refused-rows.tsx'

const texts = defineTexts({
  mend: { zh: '改正后补发', en: 'Fix and resend refused rows' },
  followed: { zh: '被拒绝的行已有补发任务。', en: 'Another send has the refused rows.' },
  tooLate: {
    zh: '首次发送结束已超过 23 天，被拒绝的行不能再补发；请用新的名单发送。',
    en: 'The first send ended more than 23 days ago, so its refused rows cannot be sent again. Send to a new list.',
  },
  toJob: { zh: '打开补发任务', en: 'Open that send' },
})

type Props = Readonly<{
  job: Job
  /** Opens the draft that sends the refused rows again. */
  open: (jobId: string) => void
}>

/** The refused rows of a send that is over, which are mended and sent again, once. */
export function SendAgain({ job, open }: Props): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const [rows, setRows] = useState<RefusedSend>()
  const read = useWork(async (_, { sellerId, signal }) => {
    const request = { jobId: job.jobId, state: 'refused', limit: 1_000 } as const
    const pages = await readPages((cursor) => callMethod(listJobItems, { ...request, cursor }, { sellerId, signal }))
    setRows(refusedSend(pages.flatMap(({ items }) => items)))
  })
  const { followedByJobId, followTooLate = false } = job
  const toFollower = (
    <Link to="/jobs" search={{ job: followedByJobId } as never}>
      {t.toJob}
    </Link>
  )
  if (rows !== undefined) return <MendRows job={job} rows={rows} drafted={open} close={() => setRows(undefined)} />
  // A draft that was discarded is not followed, but what it followed, or its file, is sent anew.
  const canMend = job.refused > 0 && job.startedAt !== undefined && job.stopping !== true
  return (
    <>
      <RefusedRows job={job} />
      {read.error !== null && <Failure error={read.error} />}
      {canMend && followedByJobId !== undefined && (
        <Alert type="info" showIcon title={t.followed} action={toFollower} />
      )}
      {canMend && followTooLate && <Alert type="info" showIcon title={t.tooLate} />}
      {canMend && followedByJobId === undefined && !followTooLate && may('send-coupons') && (
        <div>
          <Button type="primary" icon={<EditOutlined aria-hidden />} loading={read.isBusy} onClick={() => read.run()}>
            {t.mend}
          </Button>
        </div>
      )}
    </>
  )
}
