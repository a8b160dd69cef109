import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { redeemCoupon } from '@yaoquan/api'
import { Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { moneyText, yuanPattern } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { AmountField, useRequired } from '../parts/fields.tsx'
import { CategoryField, ShopField } from '../pickers/code-field.tsx'
import { usePickableShops } from '../pickers/use-pickable.ts'
import { ActForm } from './act-form.tsx'
import { type ActProps, nameOf, useCouponAct } from './use-coupon-act.tsx'

const texts = defineTexts({
  title: { zh: '核销', en: 'Redeem' },
  verb: { zh: '核销', en: 'Redeem' },
  order: { zh: '订单号', en: 'Order' },
  shop: { zh: '门店', en: 'Shop' },
  amount: { zh: '金额（元）', en: 'Amount (¥)' },
  category: { zh: '品类（可不填）', en: 'Category (optional)' },
  add: { zh: '添加一行商品', en: 'Add a line' },
  remove: { zh: '删除这一行', en: 'Remove this line' },
  fill: { zh: '填好订单号与金额后，这里显示能抵扣多少。', en: 'Fill in order and amounts to see what it takes off.' },
  off: {
    zh: (name: string, off: string, pay: string) =>
      `「${name}」在这一单抵扣 ¥${off}，实付 ¥${pay}；券用掉后只能通过退回恢复。`,
    en: (name, off, pay) =>
      `“${name}” takes ¥${off} off this order, which then costs ¥${pay}. The coupon is used; only a return gives it back.`,
  },
  done: { zh: (off: string) => `已核销，抵扣 ¥${off}`, en: (off) => `Redeemed, ¥${off} off` },
})

type Line = Readonly<{ amount?: string; category?: string }>
type Values = Readonly<{ orderId?: string; shop?: string; lines?: readonly (Line | undefined)[] }>

/** Uses a coupon on an order. */
export function RedeemAct({ coupon, seen, close }: ActProps): ReactNode {
  const t = useTexts(texts)
  const required = useRequired()
  const { couponCode } = coupon
  // A hold that began later is another one than the operator saw.
  const [heldBy] = useState(coupon.orderId)
  const first: Values = { ...(heldBy === undefined ? {} : { orderId: heldBy }), lines: [{}] }
  const [values, setValues] = useState(first)
  const [orderId, lines] = [values.orderId?.trim() ?? '', linesOf(values.lines)]
  const { entries: shops = [] } = usePickableShops()
  // The field says of other shops that there is none.
  const isOfShop = values.shop === undefined || shops.length === 0 || shops.some(({ code }) => code === values.shop)
  const isReady = isOfShop && orderId !== '' && lines.length > 0 && lines.length === values.lines?.length
  const { form, run } = useCouponAct(redeemCoupon, {
    title: t.title,
    verb: t.verb,
    seen,
    close,
    hint: t.fill,
    asked: isReady ? { couponCode, orderId, shop: values.shop, lines } : undefined,
    consequence: ({ offAmount = '0', payAmount = '0' }) =>
      t.off(nameOf(coupon), moneyText(offAmount), moneyText(payAmount)),
    done: ({ offAmount = '0' }) => t.done(moneyText(offAmount)),
  })
  return (
    <ActForm<Values> {...form} initialValues={first} onChange={setValues} submit={() => run()}>
      <div className="yq-act-row">
        <Form.Item name="orderId" label={t.order} rules={[{ ...required, whitespace: true }]}>
          <Input maxLength={64} autoFocus={heldBy === undefined} disabled={heldBy !== undefined} />
        </Form.Item>
        <ShopField name="shop" label={t.shop} />
      </div>
      <Form.List name="lines">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }, index) => (
              <div key={key} className="yq-act-lines">
                <AmountField
                  name={[name, 'amount']}
                  label={index === 0 ? t.amount : undefined}
                  aria-label={t.amount}
                  isRequired
                />
                <CategoryField
                  name={[name, 'category']}
                  label={index === 0 ? t.category : undefined}
                  aria-label={t.category}
                />
                <Form.Item label={index === 0 ? ' ' : undefined} colon={false}>
                  <Button
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t.remove}
                    disabled={fields.length === 1}
                    onClick={() => remove(name)}
                  />
                </Form.Item>
              </div>
            ))}
            <Form.Item>
              <Button size="small" icon={<PlusOutlined />} onClick={() => add({})} disabled={fields.length >= 50}>
                {t.add}
              </Button>
            </Form.Item>
          </>
        )}
      </Form.List>
    </ActForm>
  )
}

type ReadyLine = Readonly<{ lineNo: number; amount: string; category?: string }>

/** The lines that have an amount. */
function linesOf(lines: Values['lines'] = []): readonly ReadyLine[] {
  return lines.flatMap((line, index) => {
    const { amount = '', category = '' } = line ?? {}
    if (!yuanPattern.test(amount.trim())) return []
    const named = category.trim() === '' ? {} : { category: category.trim() }
    return [{ lineNo: index + 1, amount: amount.trim(), ...named }]
  })
}
