import { Link } from '@tanstack/react-router'
import { cancelJob, startJob } from '@yaoquan/api'
import { Alert, Button, Flex, Form, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { RefusedRows } from '../jobs/refused-rows.tsx'
import { StockAlert } from '../jobs/start-job.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { type Fact, TermList } from '../parts/facts.tsx'
import { explanationOf } from '../server/call-error.ts'
import { useSession } from '../session/session-provider.tsx'
import { useWrite } from '../session/use-server.ts'
import type { Job } from './draft-send.ts'

const texts = defineTexts({
  title: { zh: '试算结果', en: 'Result of the dry run' },
  start: { zh: '开始发送', en: 'Start sending' },
  giveUp: { zh: '放弃草稿', en: 'Discard the draft' },
  given: { zh: '名单行数', en: 'Rows of the list' },
  known: { zh: '已是会员', en: 'Known members' },
  duplicates: { zh: '重复，已略去', en: 'Given again, left out' },
  overLimit: { zh: '已领到上限', en: 'Have as many as allowed' },
  willSend: { zh: '将发给', en: 'To be sent to' },
  people: { zh: (count: number) => `${count} 位`, en: (count) => `${count} members` },
  stock: { zh: '需要库存', en: 'Stock needed' },
  left: {
    zh: (needed: number, left: number) => `${needed}（剩余 ${left}）`,
    en: (needed, left) => `${needed} (${left} left)`,
  },
  refusedRows: { zh: '有问题，不发', en: 'With a problem, not sent' },
  landlines: { zh: '固定电话，请核对', en: 'Landlines; please check' },
  foreign: { zh: '境外号码，请核对', en: 'Foreign numbers; please check' },
  consequence: {
    zh: (people: number, each: number, name: string) =>
      `将给 ${people} 位会员各发 ${each} 张「${name}」。发出后不能撤回；用过的不能作废，其余可在优惠券列表按模板批量作废。`,
    en: (people, each, name) =>
      `${people} members get ${each} “${name}” each. What is sent cannot be taken back; what is unused can be voided, by template in the list of coupons.`,
  },
  second: {
    zh: '面额超过单人一次可发的金额，由另一位可审批模板的人启动。',
    en: 'That is more face value than one person issues. Another person who may approve templates starts it.',
  },
  toJob: { zh: '打开任务', en: 'Open the job' },
  type: { zh: (count: number) => `请输入人数 ${count} 以确认`, en: (count) => `Type ${count} to confirm` },
  refused: { zh: '不会发出', en: 'Not sent' },
  refusal: { zh: (why: string, count: number) => `${why}：${count} 位`, en: (why, count) => `${why}: ${count}` },
  wrong: { zh: '与试算的人数不同', en: 'Not the number of the dry run' },
})

type Props = Readonly<{ job: Job; name: string; close: () => void }>

/** The dry run of a send, and its start. */
export function StartSend({ job, name, close }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const { jobId, given, refused, count = 1, preview } = job
  const { willChange, knownMembers, duplicates, overLimit, stockNeeded, stockLeft } = preview
  const start = useWrite(startJob)
  const giveUp = useWrite(cancelJob)
  const facts: readonly Fact[] = [
    [t.given, given],
    [t.known, knownMembers],
    ...(preview.landlines > 0 ? [[t.landlines, preview.landlines] as const] : []),
    ...(preview.foreign > 0 ? [[t.foreign, preview.foreign] as const] : []),
    [t.duplicates, duplicates],
    [t.overLimit, overLimit],
    ...(refused > 0 ? [[t.refusedRows, refused] as const] : []),
    [t.willSend, <strong key="people">{t.people(willChange)}</strong>],
    [t.stock, stockLeft === undefined ? stockNeeded : t.left(stockNeeded ?? 0, stockLeft)],
  ]
  const shown = (
    <Flex vertical gap={12} className="yq-send">
      <div className="yq-number">
        <TermList facts={facts} />
      </div>
      {preview.refusedBy.length > 0 && (
        <section>
          <h4 className="yq-tight">{t.refused}</h4>
          <ul className="yq-tight">
            {preview.refusedBy.map(({ subCode, count: members }) => (
              <li key={subCode}>{t.refusal(explanationOf(subCode)?.message[language] ?? subCode, members)}</li>
            ))}
          </ul>
        </section>
      )}
      <StockAlert preview={preview} openTemplate={close} />
      <RefusedRows job={job} />
    </Flex>
  )
  if (job.awaitsApproval === true) {
    return (
      <>
        {shown}
        <Alert
          type="warning"
          showIcon
          title={t.second}
          action={
            <Link to="/jobs" search={{ job: jobId } as never}>
              {t.toJob}
            </Link>
          }
        />
      </>
    )
  }
  if (!may('send-coupons')) return shown
  return (
    <ActForm<{ typed: number }>
      title={t.title}
      verb={t.start}
      consequence={t.consequence(willChange, count, name)}
      isBusy={start.isPending || giveUp.isPending}
      error={start.error ?? giveUp.error}
      submit={({ typed }) => start.mutate({ jobId, confirmCount: typed })}
      cancel={close}
    >
      {shown}
      <Form.Item
        name="typed"
        label={t.type(willChange)}
        rules={[
          {
            validator: async (_, typed: number | null) => {
              if (typed !== willChange) throw new Error(t.wrong)
            },
          },
        ]}
      >
        <InputNumber min={0} precision={0} controls={false} autoComplete="off" style={{ width: 160 }} />
      </Form.Item>
      <Form.Item>
        <Button size="small" disabled={start.isPending} onClick={() => giveUp.mutate({ jobId })}>
          {t.giveUp}
        </Button>
      </Form.Item>
    </ActForm>
  )
}
