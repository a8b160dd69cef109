import type { DayOrder, ImportQuestion } from '@yaoquan/api'
import { Alert, Checkbox, Form, Radio } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { ReadTable } from './table-reading.ts'

const texts = defineTexts({
  order: {
    zh: (rows: number, title: string, given: string) => `“${title}”有 ${rows} 行的日期如 ${given}，日和月哪个在前？`,
    en: (rows, title, given) => `“${title}” has ${rows} days such as ${given}: which comes first?`,
  },
  dmy: { zh: '日/月/年', en: 'Day/month/year' },
  mdy: { zh: '月/日/年', en: 'Month/day/year' },
  ask: { zh: '请确认。没有勾选的行不会导入。', en: 'Please confirm. Rows that are not ticked are not imported.' },
  bearer: {
    zh: (rows: number) => `${rows} 行没有手机号和会员卡号：是不记名的券，照样导入`,
    en: (rows) => `${rows} rows have neither phone nor card: these are coupons of nobody, import them`,
  },
  'zero-amount': {
    zh: (rows: number) => `${rows} 行的金额是 0：没有写错，照样导入`,
    en: (rows) => `${rows} rows have the amount 0: that is meant, import them`,
  },
})

/** What the operator says of a file. */
export type Answers = Readonly<{ order: DayOrder | undefined; answered: readonly ImportQuestion[] }>

type Props = Readonly<{
  /** The file read without an order of days, so that the question stays. */
  asked: Pick<ReadTable, 'counts' | 'questions'>
  titles: readonly string[]
  answers: Answers
  isBusy: boolean
  change: (answers: Answers) => void
}>

/** What is not certain of a file: days that may be either of two, and rows that may be meant or forgotten. */
export function ImportAnswers({ asked, titles, answers, isBusy, change }: Props): ReactNode {
  const t = useTexts(texts)
  const { order, answered } = answers
  const [uncertain] = asked.counts.uncertain()
  const tick = (question: ImportQuestion, isTicked: boolean) => {
    const others = answered.filter((one) => one !== question)
    change({ order, answered: isTicked ? [...others, question] : others })
  }
  return (
    <>
      {uncertain !== undefined && (
        <Form.Item label={t.order(uncertain.rows, titles[uncertain.column] ?? '', uncertain.given.trim())}>
          <Radio.Group
            disabled={isBusy}
            value={order}
            options={(['dmy', 'mdy'] as const).map((value) => ({ value, label: t[value] }))}
            onChange={({ target }) => change({ order: target.value, answered })}
          />
        </Form.Item>
      )}
      {asked.questions.size > 0 && (
        <Form.Item>
          <Alert
            type="warning"
            showIcon
            title={t.ask}
            description={[...asked.questions].map(([question, rows]) => (
              <div key={question}>
                <Checkbox
                  disabled={isBusy}
                  checked={answered.includes(question)}
                  onChange={({ target }) => tick(question, target.checked)}
                >
                  {t[question](rows)}
                </Checkbox>
              </div>
            ))}
          />
        </Form.Item>
      )}
    </>
  )
}
