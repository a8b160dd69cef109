import { startJob } from '@yaoquan/api'
import { Alert, Button, Form, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Job } from './job-texts.ts'

const texts = defineTexts({
  title: { zh: '启动', en: 'Start' },
  verb: { zh: '启动任务', en: 'Start the job' },
  approve: { zh: '批准', en: 'Approve' },
  approves: { zh: '批准并启动', en: 'Approve and start' },
  started: { zh: '任务已启动，离开本页也会继续', en: 'Started; it goes on when you leave the page' },
  count: { zh: '输入将处理的数量以确认', en: 'Type how many will change, to confirm' },
  required: { zh: '请输入数量', en: 'Type the number' },
  send: {
    zh: (count: number, each: number) =>
      `给 ${count} 位会员各发 ${each} 张券。发出后不能撤回；未使用的可在「优惠券」里按模板批量作废。`,
    en: (count, each) =>
      `Sends ${each} coupons to each of ${count} members. What is sent cannot be taken back; unused coupons can be voided, by template in the list of coupons.`,
  },
  void: {
    zh: (count: number) => `${count} 张券从此不能使用，也不能恢复。`,
    en: (count) => `${count} coupons can never be used again. This cannot be undone.`,
  },
  extend: {
    zh: (count: number, day: string) => `${count} 张券的最后可用日改为 ${day}，不能改回。`,
    en: (count, day) => `The last valid day of ${count} coupons becomes ${day}. It cannot be moved back.`,
  },
  'import-members': {
    zh: (count: number, created: number) =>
      `新建 ${created} 位会员，修改 ${count - created} 位。空白的格子不改动资料；不能整批撤销。`,
    en: (count, created) =>
      `Members to create: ${created}; to change: ${count - created}. Blank cells change nothing; there is no undo.`,
  },
  'import-coupons': {
    zh: (count: number) => `登记 ${count} 张已发放的券。登记后只能作废，不能删除。`,
    en: (count) => `${count} coupons are stored as issued. They can be voided afterwards, not removed.`,
  },
  nothing: { zh: '没有可处理的：看下面的试算。', en: 'There is nothing to do: see the dry run.' },
})

type Values = Readonly<{ confirmCount: number }>

type Props = Readonly<{
  job: Job
  /** Whether another person submitted it, for whom it is approved. */
  isApproval: boolean
}>

/** Starts a draft: the operator types how many items will change, as the dry run says. */
export function StartJob({ job, isApproval }: Props): ReactNode {
  const t = useTexts(texts)
  const [form] = Form.useForm<Values>()
  const { jobId, kind, preview } = job
  const act = useAct(startJob, { tell: () => ({ text: t.started }), close: () => form.resetFields() })
  const consequence = useConsequence(job)
  if (preview.willChange === 0) return <p className="yq-soft">{t.nothing}</p>
  return (
    <ActForm<Values>
      title={isApproval ? t.approve : t.title}
      verb={isApproval ? t.approves : t.verb}
      isDanger={kind === 'send' || kind === 'void'}
      {...act}
      consequence={consequence}
      submit={({ confirmCount }) => act.run({ jobId, confirmCount })}
    >
      <Form.Item name="confirmCount" label={t.count} rules={[{ required: true, message: t.required }]}>
        <InputNumber min={0} precision={0} controls={false} style={{ width: 160 }} />
      </Form.Item>
    </ActForm>
  )
}

function useConsequence({ kind, preview, count = 1, endDate = '' }: Job): string {
  const t = useTexts(texts)
  switch (kind) {
    case 'send':
      return t.send(preview.willChange, count)
    case 'void':
      return t.void(preview.willChange)
    case 'extend':
      return t.extend(preview.willChange, endDate)
    case 'import-members':
      return t[kind](preview.willChange, preview.created)
    case 'import-coupons':
      return t[kind](preview.willChange)
  }
}

const stockAlertTexts = defineTexts({
  short: {
    zh: (needed: number, left: number) => `库存不够：需要 ${needed}，剩余 ${left}`,
    en: (needed, left) => `The stock does not suffice: ${needed} needed, ${left} left`,
  },
  whatThen: {
    zh: (missing: number) => `照此开始，发到用完为止，最后 ${missing} 张会被拒绝。请先在模板里提高库存。`,
    en: (missing) => `Started like this, the last ${missing} are refused. Raise the stock in the template first.`,
  },
  raise: { zh: '去模板提高库存', en: 'To the template' },
})

type StockAlertProps = Readonly<{
  preview: Job['preview']
  /** Opens the template; left out where the reader is elsewhere. */
  openTemplate?: () => void
}>

/** Warns of a send that needs more than the stock has left. */
export function StockAlert({ preview: { stockNeeded = 0, stockLeft }, openTemplate }: StockAlertProps): ReactNode {
  const t = useTexts(stockAlertTexts)
  if (stockLeft === undefined || stockNeeded <= stockLeft) return null
  return (
    <Alert
      type="error"
      showIcon
      title={t.short(stockNeeded, stockLeft)}
      description={t.whatThen(stockNeeded - stockLeft)}
      action={
        openTemplate && (
          <Button size="small" onClick={openTemplate}>
            {t.raise}
          </Button>
        )
      }
    />
  )
}
