import { LeftOutlined } from '@ant-design/icons'
import { Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { PrepareSend } from './prepare-send.tsx'
import { SendProgress } from './send-progress.tsx'
import './sends.css'

const texts = defineTexts({
  back: { zh: '返回模板', en: 'Back to the template' },
  title: { zh: (name: string) => `把「${name}」发给名单`, en: (name) => `Send “${name}” to a list` },
})

type Props = Readonly<{
  couponId: string
  name: string
  /** The send that is shown; undefined for a new one. */
  jobId: string | undefined
  open: (jobId: string) => void
  close: () => void
}>

/** Sends coupons of a template to the members of a spreadsheet. */
export function SendPanel({ couponId, name, jobId, open, close }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <Flex vertical gap={12}>
      <div>
        <Button type="text" icon={<LeftOutlined aria-hidden />} onClick={close}>
          {t.back}
        </Button>
      </div>
      <h3 className="yq-tight">{t.title(name)}</h3>
      {jobId === undefined ? (
        <PrepareSend couponId={couponId} drafted={(job) => open(job.jobId)} close={close} />
      ) : (
        <SendProgress key={jobId} jobId={jobId} name={name} open={open} close={close} />
      )}
    </Flex>
  )
}
