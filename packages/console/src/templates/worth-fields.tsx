import { Form, Input, InputNumber, Radio } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { kindTexts } from './template-texts.ts'
import { type TemplateKind, templateKinds } from './template-types.ts'

const texts = defineTexts({
  kind: { zh: '类型', en: 'Kind' },
  id: { zh: '模板编号', en: 'Template id' },
  idWhy: { zh: '本连锁内唯一，保存后不能改', en: 'Unique, and fixed once it is saved' },
  name: { zh: '名称（会员看到）', en: 'Name, as members see it' },
  amount: { zh: '减多少，元', en: 'Amount off, yuan' },
  giftValue: { zh: '赠品价值，元（可不填）', en: 'Value of the gift, yuan (optional)' },
  least: { zh: '满多少，元', en: 'Minimum, yuan' },
  leastOptional: { zh: '满多少，元（可不填）', en: 'Minimum, yuan (optional)' },
  stepMax: { zh: '最多减几次（可不填）', en: 'Times at most (optional)' },
  percent: { zh: '折扣，85 为八五折', en: 'Percent to pay: 85 is 15 % off' },
  cap: { zh: '最多减，元', en: 'At most, yuan' },
  gift: { zh: '赠品', en: 'Gift' },
  description: { zh: '说明（会员看到）', en: 'Description, as members see it' },
  required: { zh: '请填写', en: 'Required' },
  yuan: { zh: '最多两位小数的金额', en: 'An amount with two decimals at most' },
})

const yuan = /^\d{1,9}(\.\d{1,2})?$/

/** First step: what the coupon is worth and how it is called. */
export function WorthFields({ kind, isNew }: Readonly<{ kind: TemplateKind; isNew: boolean }>): ReactNode {
  const t = useTexts(texts)
  const kinds = useTexts(kindTexts)
  const required = { required: true, whitespace: true, message: t.required }
  const amount = { pattern: yuan, message: t.yuan }
  const needsLeast = kind === 'full_reduction' || kind === 'step'
  return (
    <>
      <Form.Item name="kind" label={t.kind}>
        <Radio.Group optionType="button" options={templateKinds.map((value) => ({ value, label: kinds[value] }))} />
      </Form.Item>
      <div className="yq-editor-row">
        <Form.Item name="couponName" label={t.name} rules={[required]}>
          <Input maxLength={128} />
        </Form.Item>
        <Form.Item name="couponId" label={t.id} rules={[required]} extra={isNew ? t.idWhy : undefined}>
          <Input maxLength={64} disabled={!isNew} />
        </Form.Item>
      </div>
      <div className="yq-editor-row">
        <Form.Item
          name="orderAmount"
          label={needsLeast ? t.least : t.leastOptional}
          rules={needsLeast ? [required, amount] : [amount]}
        >
          <Input inputMode="decimal" maxLength={12} />
        </Form.Item>
        {kind !== 'discount' && (
          <Form.Item
            name="couponAmount"
            label={kind === 'gift' ? t.giftValue : t.amount}
            rules={kind === 'gift' ? [amount] : [required, amount]}
          >
            <Input inputMode="decimal" maxLength={12} />
          </Form.Item>
        )}
        {kind === 'step' && (
          <Form.Item name="stepMax" label={t.stepMax}>
            <InputNumber min={1} max={1000} precision={0} />
          </Form.Item>
        )}
        {kind === 'discount' && (
          <>
            <Form.Item name="discountPercent" label={t.percent} rules={[{ required: true, message: t.required }]}>
              <InputNumber min={1} max={99} precision={0} />
            </Form.Item>
            <Form.Item name="discountCap" label={t.cap} rules={[amount]}>
              <Input inputMode="decimal" maxLength={12} />
            </Form.Item>
          </>
        )}
        {kind === 'gift' && (
          <Form.Item name="gift" label={t.gift} rules={[required]}>
            <Input maxLength={256} />
          </Form.Item>
        )}
      </div>
      <Form.Item name="description" label={t.description}>
        {/* A height of its own would be an inline style, which the policy of the page refuses. */}
        <Input.TextArea maxLength={1024} rows={2} />
      </Form.Item>
    </>
  )
}
