import { claimCoupons, type getMember, listTemplates } from '@yaoquan/api'
import { Drawer, Form, Input, InputNumber, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useRequestNumber } from '../acts/request-number.ts'
import { useAct } from '../acts/use-act.ts'
import { useLanguage, useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'
import { ruleText } from '../terms/rule-text.ts'

const texts = defineTexts({
  title: { zh: '发券', en: 'Issue a coupon' },
  close: { zh: '关闭', en: 'Close' },
  verb: { zh: '发放', en: 'Issue' },
  way: { zh: '发什么', en: 'What to issue' },
  byTemplate: { zh: '模板的新券', en: 'New coupons of a template' },
  byCode: { zh: '已印好的券码', en: 'A printed code' },
  code: { zh: '预留券码', en: 'Reserved code' },
  codeWhy: {
    zh: '印在传单上或发在短信里、还没有人领取的券码。',
    en: 'Printed on paper or sent by SMS, and not claimed yet.',
  },
  codeConsequence: {
    zh: '这个券码成为该会员的券，只能领取一次，计入库存与每人限领；此后只能作废。',
    en: 'The code becomes the coupon of the member, once, and counts towards the stock and the limit per member. It can only be voided afterwards.',
  },
  template: { zh: '模板', en: 'Template' },
  count: { zh: '张数', en: 'Number' },
  phone: { zh: '会员手机号', en: 'Phone of the member' },
  phoneWhy: {
    zh: '该会员没有卡号；为保护隐私这里看不到完整手机号，请当面核对后输入。',
    en: 'The member has no card. The full phone is not shown here; ask for it.',
  },
  required: { zh: '请填写', en: 'Required' },
  choose: { zh: '选择模板后，这里说明会发出什么。', en: 'Choose a template to see what will be issued.' },
  consequence: {
    zh: (count: number, name: string, rule: string) =>
      `发放 ${count} 张「${name}」${rule}给该会员，计入每人限领；发出后只能作废。`,
    en: (count, name, rule) =>
      `Issues ${count} × “${name}” ${rule} to the member and counts towards the limit per member. It can only be voided afterwards.`,
  },
  done: { zh: (codes: string) => `已发放 ${codes}`, en: (codes) => `Issued ${codes}` },
})

type Member = NonNullable<ResultOf<typeof getMember>['member']>
type Values = Readonly<{
  way: 'template' | 'code'
  couponId?: string
  count?: number
  couponCode?: string
  phone?: string
}>

const start: Values = { way: 'template', count: 1 }

/** Issues coupons of a template, or a code that was reserved, to the member on the desk. */
export function IssueDrawer({ member, close }: Readonly<{ member: Member; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const outRequestNo = useRequestNumber()
  const [values, setValues] = useState(start)
  const templates = useRead(listTemplates, { closed: false, limit: 200 })
  const act = useAct(claimCoupons, {
    tell: ({ coupons }) => ({ text: t.done(coupons.map(({ couponCode }) => couponCode).join('、')) }),
    close,
  })
  const published = templates.data?.templates.filter(({ state }) => state !== 'draft') ?? []
  const chosen = published.find(({ couponId }) => couponId === values.couponId)
  const consequence = () => {
    if (values.way === 'code') return t.codeConsequence
    return chosen === undefined
      ? t.choose
      : t.consequence(values.count ?? 1, chosen.couponName, ruleText(chosen, language))
  }
  const card = member.cards.find(({ state }) => state === 'active')?.cardNo
  return (
    <Drawer open onClose={close} size={600} title={t.title} closable={{ 'aria-label': t.close }}>
      {templates.isError && <Failure error={templates.error} retry={() => void templates.refetch()} />}
      <ActForm<Values>
        {...{ title: t.title, verb: t.verb, isBusy: act.isBusy, error: act.error, cancel: close }}
        consequence={consequence()}
        initialValues={start}
        onChange={setValues}
        submit={({ way, couponId, count, couponCode, phone }) => {
          const named = way === 'code' ? { couponCode } : { couponId, count, channel: 'console' }
          act.run({ outRequestNo, ...named, ...(card ? { cardNo: card } : { phone }) })
        }}
      >
        <Form.Item name="way" label={t.way}>
          <Radio.Group
            optionType="button"
            options={[
              { value: 'template', label: t.byTemplate },
              { value: 'code', label: t.byCode },
            ]}
          />
        </Form.Item>
        {values.way === 'code' ? (
          <Form.Item
            name="couponCode"
            label={t.code}
            extra={t.codeWhy}
            rules={[{ required: true, whitespace: true, message: t.required }]}
          >
            <Input autoComplete="off" autoFocus maxLength={64} />
          </Form.Item>
        ) : (
          <div className="yq-act-row">
            <Form.Item name="couponId" label={t.template} rules={[{ required: true, message: t.required }]}>
              <Select
                loading={templates.isPending}
                showSearch={{ optionFilterProp: 'label' }}
                options={published.map((one) => ({
                  value: one.couponId,
                  label: `${one.couponName}（${one.couponId}）`,
                }))}
              />
            </Form.Item>
            <Form.Item name="count" label={t.count} rules={[{ required: true, message: t.required }]}>
              <InputNumber min={1} max={20} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          </div>
        )}
        {card === undefined && (
          <Form.Item
            name="phone"
            label={t.phone}
            extra={t.phoneWhy}
            rules={[{ required: true, whitespace: true, message: t.required }]}
          >
            <Input inputMode="tel" autoComplete="off" maxLength={32} />
          </Form.Item>
        )}
      </ActForm>
    </Drawer>
  )
}
