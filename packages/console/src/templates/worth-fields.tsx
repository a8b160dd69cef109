import { couponColumns, templateKinds } from '@yaoquan/api'
import { Form, Input, Switch } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { AmountField, ChoiceField, CountField, TextField } from '../parts/fields.tsx'
import type { Draft } from './draft.ts'
import type { TemplateKind } from './use-templates.ts'

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

const limitFieldsTexts = defineTexts({
  stockTotal: { zh: '总库存（空为不限）', en: 'Stock (empty: unlimited)' },
  stockPerDay: { zh: '每天库存', en: 'Stock per day' },
  memberTotal: { zh: '每人限领', en: 'Claims per member' },
  memberPerDay: { zh: '每人每天限领', en: 'Claims per member and day' },
  alone: { zh: '不与其他券同用', en: 'Not with other coupons' },
  group: { zh: '叠加组（同组每单一张）', en: 'Group (one of it on an order)' },
  perOrder: { zh: '该模板每单最多张数', en: 'Coupons of it on one order' },
  returnPolicy: { zh: '退货时', en: 'On a return' },
  same: { zh: '原码退回', en: 'The coupon comes back' },
  none: { zh: '不退券', en: 'It does not' },
  extend: { zh: '退回时有效期延长天数', en: 'Days that a return adds' },
  cycles: { zh: '最多退回次数（空为不限）', en: 'Returns at most (empty: unlimited)' },
  split: { zh: '部分退货时', en: 'On a partial return' },
  keep: { zh: '按分摊的优惠退款', en: 'Refund what the units paid' },
  recompute: { zh: '按留下的商品重算', en: 'Price what stays anew' },
  bearer: { zh: '费用承担方，如 总部、厂家名', en: 'Who bears the cost' },
})

/** Fourth step: how many there are, what they combine with, what a return does. */
export function LimitFields({ returnPolicy }: Readonly<{ returnPolicy: Draft['returnPolicy'] }>): ReactNode {
  const t = useTexts(limitFieldsTexts)
  return (
    <>
      <div className="yq-editor-row yq-editor-wide">
        <CountField name="stockTotal" label={t.stockTotal} min={0} max={1_000_000_000} />
        <CountField name="stockPerDay" label={t.stockPerDay} min={0} max={1_000_000_000} />
        <CountField name="memberTotal" label={t.memberTotal} min={1} max={1_000_000} />
        <CountField name="memberPerDay" label={t.memberPerDay} min={1} max={1_000_000} />
      </div>
      <div className="yq-editor-row yq-editor-wide">
        <Form.Item name="isAlone" label={t.alone} valuePropName="checked">
          <Switch />
        </Form.Item>
        <TextField name="stackGroup" label={t.group} />
        <CountField name="perOrder" label={t.perOrder} min={1} max={20} />
        <TextField name="costBearer" label={t.bearer} />
      </div>
      <div className="yq-editor-row">
        <ChoiceField name="returnPolicy" label={t.returnPolicy} choices={{ same_code: t.same, none: t.none }} />
        <ChoiceField name="returnSplit" label={t.split} choices={{ keep: t.keep, recompute: t.recompute }} />
      </div>
      <div className="yq-editor-row" hidden={returnPolicy === 'none'}>
        <CountField name="returnExtendDays" label={t.extend} min={0} max={3650} />
        <CountField name="returnMaxCycles" label={t.cycles} min={0} max={1000} />
      </div>
    </>
  )
}
