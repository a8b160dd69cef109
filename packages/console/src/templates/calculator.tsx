import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { moneyText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { CheckedPicker } from '../pickers/code-field.tsx'
import { unknownText } from '../pickers/pick-choices.ts'
import { categoryPickTexts, channelPickTexts, shopPickTexts } from '../pickers/pick-texts.ts'
import { usePickableCategories, usePickableChannels, usePickableShops } from '../pickers/use-pickable.ts'
import { calculate, type Trial, type TrialBasket } from './calculate.ts'
import type { Template } from './use-templates.ts'

const texts = defineTexts({
  title: { zh: '试算：一单能减多少', en: 'Try it: what an order gets off' },
  amount: { zh: '金额（元）', en: 'Amount (¥)' },
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

type Line = TrialBasket['lines'][number]

/** A basket in, what the coupon takes off out: the engine of the server, in the browser. */
export function Calculator({ template }: Readonly<{ template: Template }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const shopWords = useTexts(shopPickTexts)
  const shops = usePickableShops()
  const [lines, setLines] = useState<readonly Line[]>([{ amount: '200', category: undefined }])
  const [shop, setShop] = useState<string>()
  const [channel, setChannel] = useState<string>()
  const { entries = [] } = shops
  const shopName = (code: string) => entries.find((one) => one.code === code)?.name
  const isShopUnknown = shop !== undefined && entries.length > 0 && shopName(shop) === undefined
  const trial: Trial = isShopUnknown
    ? { kind: 'unusable', reasons: [unknownText(shop, entries, shopWords)] }
    : calculate(template, { lines, shop, channel, atMs: Date.now() }, { language, shopName })
  const change = (index: number, part: Partial<Line>) =>
    setLines(lines.map((line, at) => (at === index ? { ...line, ...part } : line)))
  return (
    <section className="yq-card">
      <h2>{t.title}</h2>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <div key={index} className="yq-trial-line">
          <Named name={t.amount}>
            <Input
              aria-label={t.amount}
              value={line.amount}
              inputMode="decimal"
              onChange={({ target }) => change(index, { amount: target.value })}
            />
          </Named>
          <Named name={t.category}>
            <TrialCategory name={t.category} value={line.category} change={(category) => change(index, { category })} />
          </Named>
          <Button
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
        onClick={() => setLines([...lines, { amount: '', category: undefined }])}
      >
        {t.add}
      </Button>
      <div className="yq-trial-place">
        <Named name={t.shop}>
          <CheckedPicker {...shops} aria-label={t.shop} words={shopWords} value={shop} onChange={setShop} />
        </Named>
        <Named name={t.channel}>
          <CheckedPicker
            {...usePickableChannels()}
            aria-label={t.channel}
            words={useTexts(channelPickTexts)}
            takesCodes
            value={channel}
            onChange={setChannel}
          />
        </Named>
      </div>
      <TrialResult trial={trial} />
    </section>
  )
}

type NamedProps = Readonly<{ name: string; children: ReactNode }>

/** A field under its name. */
function Named({ name, children }: NamedProps): ReactNode {
  return (
    <div>
      <span className="yq-soft" aria-hidden>
        {name}
      </span>
      {children}
    </div>
  )
}

type CategoryProps = Readonly<{ name: string; value: string | undefined; change: (code: string | undefined) => void }>

function TrialCategory({ name, value, change }: CategoryProps): ReactNode {
  return (
    <CheckedPicker
      {...usePickableCategories()}
      aria-label={name}
      words={useTexts(categoryPickTexts)}
      takesCodes
      value={value}
      onChange={change}
    />
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
