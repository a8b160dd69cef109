import { explainCoupon } from '@yaoquan/api'
import { Button, DatePicker, Flex, Form } from 'antd'
import type { Dayjs } from 'dayjs'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure, Loading } from '../parts/failure.tsx'
import { AmountField } from '../parts/fields.tsx'
import { CategoryField, ShopField } from '../pickers/code-field.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { Explanations } from './explain-drawer.tsx'
import '../acts/act-form.css'

const texts = defineTexts({
  title: { zh: '为什么用不了', en: 'Why can it not be used?' },
  shop: { zh: '门店（可不填）', en: 'Shop (optional)' },
  at: { zh: '时间（不填为现在）', en: 'Time (default: now)' },
  amount: { zh: '金额（元，可不填）', en: 'Amount (¥, optional)' },
  category: { zh: '品类（可不填）', en: 'Category (optional)' },
  ask: { zh: '判断', en: 'Check' },
  cancel: { zh: '收起', en: 'Close' },
})

type Values = Readonly<{ shop?: string | undefined; at?: Dayjs | null; amount?: string; category?: string }>

/** Asks why a coupon cannot be used in a shop, at a moment, on a basket: as of that moment, not of now. */
export function ExplainPanel({ couponCode, close }: Readonly<{ couponCode: string; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const [ownShop] = useSession().seller.shops ?? []
  // The first answer is for the present moment. Shop, time and amount make it more exact.
  const [asked, setAsked] = useState<Values>({ shop: ownShop })
  const request = { couponCode, ...requestOf(asked) }
  const { data, error, isError, isFetching } = useRead(explainCoupon, request)
  return (
    <section className="yq-act">
      <h3>{t.title}</h3>
      <Form<Values> layout="vertical" initialValues={asked} onFinish={setAsked}>
        <div className="yq-act-row">
          <ShopField name="shop" label={t.shop} />
          <Form.Item name="at" label={t.at}>
            <DatePicker showTime style={{ width: '100%' }} />
          </Form.Item>
          <AmountField name="amount" label={t.amount} />
          <CategoryField name="category" label={t.category} />
        </div>
        <Flex gap={8}>
          <Button type="primary" htmlType="submit" loading={isFetching}>
            {t.ask}
          </Button>
          <Button onClick={close}>{t.cancel}</Button>
        </Flex>
      </Form>
      <div className="yq-answer">
        {isError && <Failure error={error} />}
        {isFetching && <Loading />}
        {data !== undefined && !isFetching && <Explanations result={data} />}
      </div>
    </section>
  )
}

function requestOf({ shop, at, amount, category }: Values) {
  return {
    shop,
    at: at?.format('YYYY-MM-DD HH:mm:ss'),
    lines: amount ? [{ lineNo: 1, amount, category }] : undefined,
  }
}
