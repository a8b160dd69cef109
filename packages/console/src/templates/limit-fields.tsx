import { Form, Input, InputNumber, Radio, Switch } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Draft } from './draft.ts'

const texts = defineTexts({
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
  const t = useTexts(texts)
  const count = (min: number, max: number) => <InputNumber min={min} max={max} precision={0} />
  return (
    <>
      <div className="yq-editor-row yq-editor-wide">
        <Form.Item name="stockTotal" label={t.stockTotal}>
          {count(0, 1_000_000_000)}
        </Form.Item>
        <Form.Item name="stockPerDay" label={t.stockPerDay}>
          {count(0, 1_000_000_000)}
        </Form.Item>
        <Form.Item name="memberTotal" label={t.memberTotal}>
          {count(1, 1_000_000)}
        </Form.Item>
        <Form.Item name="memberPerDay" label={t.memberPerDay}>
          {count(1, 1_000_000)}
        </Form.Item>
      </div>
      <div className="yq-editor-row yq-editor-wide">
        <Form.Item name="isAlone" label={t.alone} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="stackGroup" label={t.group}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="perOrder" label={t.perOrder}>
          {count(1, 20)}
        </Form.Item>
        <Form.Item name="costBearer" label={t.bearer}>
          <Input maxLength={64} />
        </Form.Item>
      </div>
      <div className="yq-editor-row">
        <Form.Item name="returnPolicy" label={t.returnPolicy}>
          <Radio.Group
            options={[
              { value: 'same_code', label: t.same },
              { value: 'none', label: t.none },
            ]}
          />
        </Form.Item>
        <Form.Item name="returnSplit" label={t.split}>
          <Radio.Group
            options={[
              { value: 'keep', label: t.keep },
              { value: 'recompute', label: t.recompute },
            ]}
          />
        </Form.Item>
      </div>
      <div className="yq-editor-row" hidden={returnPolicy === 'none'}>
        <Form.Item name="returnExtendDays" label={t.extend}>
          {count(0, 3650)}
        </Form.Item>
        <Form.Item name="returnMaxCycles" label={t.cycles}>
          {count(0, 1000)}
        </Form.Item>
      </div>
    </>
  )
}
