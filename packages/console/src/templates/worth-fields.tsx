import { couponColumns, templateKinds } from '@yaoquan/api'
import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { AmountField, ChoiceField, CountField, TextField } from '../parts/fields.tsx'
import type { TemplateKind } from './template-types.ts'

const texts = defineTexts({
  kind: { zh: '类型', en: 'Kind' },
  id: couponColumns.couponId,
  idWhy: { zh: '本连锁内唯一，保存后不能改', en: 'Unique, and fixed once it is saved' },
  name: { zh: '名称（会员看到）', en: 'Name, as members see it' },
  amount: { zh: '减多少（元）', en: 'Amount off (¥)' },
  giftValue: { zh: '赠品价值（元，可不填）', en: 'Value of the gift (¥, optional)' },
  least: { zh: '满多少（元）', en: 'Minimum (¥)' },
  leastOptional: { zh: '满多少（元，可不填）', en: 'Minimum (¥, optional)' },
  stepMax: { zh: '最多减几次（可不填）', en: 'Times at most (optional)' },
  percent: { zh: '折扣，85 为八五折', en: 'Percent to pay: 85 is 15% off' },
  cap: { zh: '最多减（元）', en: 'At most (¥)' },
  gift: { zh: '赠品', en: 'Gift' },
  description: { zh: '说明（会员看到）', en: 'Description, as members see it' },
})

/** First step: what the coupon is worth and how it is called. */
export function WorthFields({ kind, isNew }: Readonly<{ kind: TemplateKind; isNew: boolean }>): ReactNode {
  const t = useTexts(texts)
  const kinds = useTexts(templateKinds)
  const needsLeast = kind === 'full_reduction' || kind === 'step'
  return (
    <>
      <ChoiceField name="kind" label={t.kind} choices={kinds} isOfButtons />
      <div className="yq-editor-row">
        <TextField name="couponName" label={t.name} isRequired maxLength={128} />
        <TextField name="couponId" label={t.id} extra={isNew ? t.idWhy : undefined} isRequired disabled={!isNew} />
      </div>
      <div className="yq-editor-row">
        <AmountField name="orderAmount" label={needsLeast ? t.least : t.leastOptional} isRequired={needsLeast} />
        {kind !== 'discount' && (
          <AmountField
            name="couponAmount"
            label={kind === 'gift' ? t.giftValue : t.amount}
            isRequired={kind !== 'gift'}
          />
        )}
        {kind === 'step' && <CountField name="stepMax" label={t.stepMax} min={1} max={1000} />}
        {kind === 'discount' && (
          <>
            <CountField name="discountPercent" label={t.percent} isRequired min={1} max={99} />
            <AmountField name="discountCap" label={t.cap} />
          </>
        )}
        {kind === 'gift' && <TextField name="gift" label={t.gift} isRequired maxLength={256} />}
      </div>
      <Form.Item name="description" label={t.description}>
        {/* A height of its own would be an inline style, which the policy of the page refuses. */}
        <Input.TextArea maxLength={1024} rows={2} />
      </Form.Item>
    </>
  )
}
