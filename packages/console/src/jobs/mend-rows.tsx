import { Checkbox, Flex, Form, Input, Table } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useLeaveQuestion } from '../parts/use-leave-question.ts'
import { useSession } from '../session/session-provider.tsx'
import { useWork } from '../session/use-work.ts'
import { type Job, titleOf } from './job-texts.ts'
import {
  countOfMended,
  followSend,
  isCardRow,
  isWrong,
  lastingRefusals,
  mendedRows,
  pasted,
  type RefusedSend,
  type Typed,
} from './mended-rows.ts'
import { refusalText, refusalTexts } from './refusal-texts.ts'
import type { JobItem } from './save-items.tsx'

const texts = defineTexts({
  title: { zh: '改正后补发', en: 'Fix and resend refused rows' },
  again: { zh: (title: string) => `补发 ${title}`, en: (title) => `Again: ${title}` },
  verb: { zh: '试算', en: 'Dry run' },
  what: {
    zh: (count: number) =>
      `补发 ${count} 行，模板、张数、渠道与原任务相同；已发过的号码不会再发。先试算，不发出任何券；核对后再开始。`,
    en: (count) =>
      `Rows to send: ${count}, of the same template, count and channel; numbers that got it get nothing again. This tries it out and sends nothing; start it after a look at the result.`,
  },
  nothing: { zh: '填写正确的号码，或勾选要再发的行。', en: 'Type correct numbers, or choose rows to send again.' },
  asTheyAre: { zh: '号码不变，再发一次', en: 'Send again as they are' },
  ofReason: {
    zh: (reason: string, count: number) => `${reason}：${count} 行`,
    en: (reason, count) => `${reason}: ${count}`,
  },
  mend: {
    zh: (count: number) => `号码要改正的 ${count} 行；留空的不发。可从表格复制一列，粘贴到第一行。`,
    en: (count) =>
      `Numbers to correct: ${count}. Blank ones are not sent. A column copied from a spreadsheet can be pasted into its first row.`,
  },
  line: { zh: '行', en: 'Line' },
  value: { zh: '原来的值', en: 'Value' },
  why: { zh: '原因', en: 'Reason' },
  phone: { zh: '正确的手机号', en: 'Correct phone' },
  card: { zh: '正确的卡号', en: 'Correct card' },
  ofLine: {
    zh: (label: string, line: number) => `第 ${line} 行${label}`,
    en: (label, line) => `${label} of line ${line}`,
  },
  noPhone: { zh: '不是手机号、固定电话或境外号码', en: 'No mobile, landline or foreign number' },
})

type Props = Readonly<{
  job: Job
  rows: RefusedSend
  drafted: (jobId: string) => void
  close: () => void
}>

/** Corrects the numbers that a send refused, chooses which others are tried again, and drafts the send of these. */
export function MendRows({ job, rows, drafted, close }: Props): ReactNode {
  const t = useTexts(texts)
  const reasons = useTexts(refusalTexts)
  const { session } = useSession()
  const [typed, setTyped] = useState<Typed>(new Map())
  const [chosen, setChosen] = useState<readonly string[]>(
    [...rows.kept.keys()].filter((one) => !lastingRefusals.has(one)),
  )
  const mended = mendedRows(rows, typed, new Set(chosen))
  const count = countOfMended(mended)
  const hasWrong = rows.wrong.some((row) => isWrong(row, typed.get(row.place) ?? ''))
  const isDrafted = useRef(false)
  const draft = useWork(async (_, place) => {
    const [title, author] = [t.again(titleOf(job)).slice(0, 100), `operator:${session.operator.name}`]
    const jobId = await followSend({ jobId: job.jobId, title, author }, mended, place)
    isDrafted.current = true
    drafted(jobId)
  })
  useLeaveQuestion(() => (typed.size > 0 || draft.isBusy) && !isDrafted.current)
  return (
    <ActForm
      title={t.title}
      verb={t.verb}
      consequence={count === 0 ? t.nothing : t.what(count)}
      isBlocked={count === 0 || hasWrong}
      isBusy={draft.isBusy}
      error={draft.error}
      submit={() => draft.run()}
      cancel={close}
    >
      {rows.kept.size > 0 && (
        <Form.Item label={t.asTheyAre}>
          <Checkbox.Group value={[...chosen]} onChange={(next) => setChosen(next.map(String))}>
            <Flex vertical>
              {[...rows.kept].map(([reason, items]) => (
                <Checkbox key={reason} value={reason}>
                  {t.ofReason(refusalText(reasons, reason), items.length)}
                </Checkbox>
              ))}
            </Flex>
          </Checkbox.Group>
        </Form.Item>
      )}
      {rows.wrong.length > 0 && (
        <Form.Item>
          <p className="yq-soft">{t.mend(rows.wrong.length)}</p>
          <WrongRows rows={rows.wrong} typed={typed} change={(more) => setTyped(new Map([...typed, ...more]))} />
        </Form.Item>
      )}
    </ActForm>
  )
}

type WrongProps = Readonly<{ rows: readonly JobItem[]; typed: Typed; change: (more: Typed) => void }>

function WrongRows({ rows, typed, change }: WrongProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  return (
    <Table<JobItem>
      size="small"
      rowKey="place"
      pagination={rows.length > pageRows ? { pageSize: pageRows, showSizeChanger: false } : false}
      dataSource={[...rows]}
      columns={[
        {
          title: t.line,
          key: 'line',
          width: 52,
          align: 'right',
          className: 'yq-number',
          render: (_, row) => lineOf(row),
        },
        { title: t.value, dataIndex: 'value', width: 112, ellipsis: true },
        {
          title: t.why,
          key: 'why',
          responsive: ['sm' as const],
          render: (_, { rule, ruleEn }) => (language === 'zh' ? rule : ruleEn),
        },
        {
          title: rows.every(isCardRow) ? t.card : t.phone,
          key: 'typed',
          width: 148,
          render: (_, row) => <NumberInput row={row} rows={rows} text={typed.get(row.place) ?? ''} change={change} />,
        },
      ]}
    />
  )
}

const pageRows = 50

type NumberProps = Pick<WrongProps, 'rows' | 'change'> & Readonly<{ row: JobItem; text: string }>

function NumberInput({ row, rows, text, change }: NumberProps): ReactNode {
  const t = useTexts(texts)
  const [label, isBad] = [isCardRow(row) ? t.card : t.phone, isWrong(row, text)]
  return (
    <Form.Item className="yq-tight" validateStatus={isBad ? 'error' : ''} help={isBad ? t.noPhone : undefined}>
      <Input
        aria-label={t.ofLine(label, lineOf(row))}
        aria-invalid={isBad}
        inputMode={isCardRow(row) ? 'text' : 'tel'}
        autoComplete="off"
        maxLength={64}
        value={text}
        onChange={({ target }) => change(new Map([[row.place, target.value]]))}
        onPaste={(event) => {
          const copied = event.clipboardData.getData('text')
          if (!/\n./.test(copied)) return
          event.preventDefault()
          change(pasted(rows, row.place, copied))
        }}
      />
    </Form.Item>
  )
}

function lineOf({ line, place }: JobItem): number {
  return line ?? place
}
