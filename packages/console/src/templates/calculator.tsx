import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Input, type InputProps } from 'antd'
import { type ChangeEvent, type ReactNode, useState } from 'react'
import { moneyText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { calculate, type Trial } from './calculate.ts'
import type { Template } from './template-types.ts'

const texts = defineTexts({
  title: { zh: '试算：一单能减多少', en: 'Try it: what an order gets off' },
  amount: { zh: '金额，元', en: 'Amount' },
  category: { zh: '品类', en: 'Category' },
  shop: { zh: '门店', en: 'Shop' },
  channel: { zh: '渠道', en: 'Channel' },
  add: { zh: '加一行', en: 'Add a line' },
  remove: { zh: '删除这一行', en: 'Remove this line' },
  incomplete: { zh: '填好规则与金额后显示结果。', en: 'Fill in rule and amounts.' },
  off: {
    zh: (off: string, pay: string) => `减 ¥${off}，实付 ¥${pay}`,
    en: (off, pay) => `¥${off} off, ¥${pay} to pay`,
  },
  split: { zh: (parts: string) => `分摊：${parts}`, en: (parts) => `Split: ${parts}` },
  unusable: { zh: (reasons: string) => `用不了：${reasons}`, en: (reasons) => `Not usable: ${reasons}` },
})

type Line = Readonly<{ amount: string; category: string }>

/** A basket in, what the coupon takes off out: the engine of the server, in the browser. */
export function Calculator({ template }: Readonly<{ template: Template }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const [lines, setLines] = useState<readonly Line[]>([{ amount: '200', category: '' }])
  const [shop, setShop] = useState('')
  const [channel, setChannel] = useState('')
  const trial = calculate(template, { lines, shop, channel, atMs: Date.now() }, language)
  const change = (index: number, part: Partial<Line>) =>
    setLines(lines.map((line, at) => (at === index ? { ...line, ...part } : line)))
  return (
    <section className="yq-card">
      <h2>{t.title}</h2>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <div key={index} className="yq-trial-line">
          <Field
            name={t.amount}
            value={line.amount}
            change={(amount) => change(index, { amount })}
            inputMode="decimal"
          />
          <Field name={t.category} value={line.category} change={(category) => change(index, { category })} />
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t.remove}
            disabled={lines.length === 1}
            onClick={() => setLines(lines.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button
        size="small"
        className="yq-trial-add"
        icon={<PlusOutlined />}
        disabled={lines.length >= 20}
        onClick={() => setLines([...lines, { amount: '', category: '' }])}
      >
        {t.add}
      </Button>
      <Flex gap={8}>
        <Field name={t.shop} value={shop} change={setShop} />
        <Field name={t.channel} value={channel} change={setChannel} />
      </Flex>
      <TrialResult trial={trial} />
    </section>
  )
}

type FieldProps = Pick<InputProps, 'inputMode'> &
  Readonly<{ name: string; value: string; change: (text: string) => void }>

/** A field whose name is in it, before its text. */
function Field({ name, value, change, inputMode }: FieldProps): ReactNode {
  const prefix = (
    <span className="yq-soft" aria-hidden>
      {name}
    </span>
  )
  const onChange = ({ target }: ChangeEvent<HTMLInputElement>) => change(target.value)
  return (
    <Input size="small" aria-label={name} prefix={prefix} value={value} onChange={onChange} inputMode={inputMode} />
  )
}

function TrialResult({ trial }: Readonly<{ trial: Trial }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  switch (trial.kind) {
    case 'incomplete':
      return <p className="yq-trial-result yq-soft">{t.incomplete}</p>
    case 'unusable':
      return (
        <p className="yq-trial-result" role="status">
          {t.unusable(trial.reasons.join(language === 'zh' ? '；' : '; '))}
        </p>
      )
    case 'off':
      return (
        <p className="yq-trial-result yq-number" role="status">
          <strong>{t.off(moneyText(trial.off), moneyText(trial.pay))}</strong>
          {trial.byLine.length > 1 && (
            <span className="yq-soft"> {t.split(trial.byLine.map(({ off }) => moneyText(off)).join(' + '))}</span>
          )}
        </p>
      )
  }
}
