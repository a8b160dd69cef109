import { claimCoupons, type getMember, type RequestOf } from '@yaoquan/api'
import { Form, Select, Spin } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useCouponAct } from '../acts/use-coupon-act.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { type FoundTemplate, useTemplateSearch } from '../names/use-template-search.ts'
import { Failure } from '../parts/failure.tsx'
import { ChoiceField, CountField, TextField, useRequired } from '../parts/fields.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { ruleText } from '../terms/rule-text.ts'

const texts = defineTexts({
  title: { zh: '发券', en: 'Issue a coupon' },
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
    zh: (days: string, left: string) => `这个券码成为该会员的券，${days}可用${left}；此后只能作废。`,
    en: (days, left) =>
      `The code becomes the coupon of the member, valid ${days}${left}. It can only be voided afterwards.`,
  },
  days: { zh: (from: string, to: string) => `${from} 至 ${to} `, en: (from, to) => `${from} to ${to}` },
  memberLeft: {
    zh: (left: number) => `，之后该会员还可领 ${left} 张`,
    en: (left) => `; the member can then claim ${left} more`,
  },
  stockLeft: { zh: (left: number) => `，库存还剩 ${left} 张`, en: (left) => `; ${left} are left in stock` },
  template: { zh: '模板', en: 'Template' },
  count: { zh: '张数', en: 'Number' },
  fill: { zh: '填好以后，这里说明会发出什么。', en: 'Fill in the form to see what will be issued.' },
  consequence: {
    zh: (what: string, days: string, left: string) => `发放 ${what}给该会员，${days}可用${left}；发出后只能作废。`,
    en: (what, days, left) => `Issues ${what} to the member, valid ${days}${left}. It can only be voided afterwards.`,
  },
  what: {
    zh: (count: number, name: string, rule: string) => `${count} 张「${name}」${rule}`,
    en: (count, name, rule) => `${count} × “${name}” ${rule}`,
  },
  second: {
    zh: '面额超过单人一次可发的金额：提交后由另一位可审批模板的人同意才发出。',
    en: 'That is more face value than one person issues: it is sent when another person who may approve templates agreed.',
  },
  asked: { zh: '已提交，等另一人同意', en: 'Submitted; it waits for another person' },
  done: { zh: (codes: string) => `已发放 ${codes}`, en: (codes) => `Issued ${codes}` },
})

type Member = NonNullable<ResultOf<typeof getMember>['member']>
type Values = Readonly<{
  way: 'template' | 'code'
  couponId?: string
  count?: number | null
  couponCode?: string
}>

const start: Values = { way: 'template', count: 1 }

/** Issues coupons of a template, or a code that was reserved, to the member on the desk. */
export function IssueDrawer({ member, close }: Readonly<{ member: Member; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const required = useRequired()
  const [values, setValues] = useState(start)
  const [typed, setTyped] = useState('')
  const { query: templates, isCurrent } = useTemplateSearch({ typed, isOpenOnly: true })
  const [picked, setPicked] = useState<TemplateOption>()
  // Enter chooses the first, which is not to be one of the text before.
  const options = (isCurrent ? (templates.data ?? []) : []).filter(({ state }) => state !== 'draft').map(optionOf)
  const chosen = values.way === 'code' ? undefined : picked?.template
  const input = claimOf(values, member.memberId)
  const { form, run } = useCouponAct(claimCoupons, {
    title: t.title,
    verb: t.verb,
    close,
    asked: input,
    hint: t.fill,
    // The first claim of a code counts, whenever it was made.
    seen: input?.couponCode === undefined ? undefined : { couponCode: input.couponCode, eventSeq: 0 },
    consequence: ({ count = 0, startDate = '', endDate = '', memberLeft, stockLeft, awaitsApproval }) => {
      const days = t.days(startDate, endDate)
      const ofMember = memberLeft === undefined ? '' : t.memberLeft(memberLeft)
      const left = ofMember + (stockLeft === undefined ? '' : t.stockLeft(stockLeft))
      const what =
        chosen === undefined
          ? t.codeConsequence(days, left)
          : t.consequence(t.what(count, chosen.couponName, ruleText(chosen, language)), days, left)
      return awaitsApproval === true ? `${what} ${t.second}` : what
    },
    done: ({ coupons, awaitsApproval }) =>
      awaitsApproval === true ? t.asked : t.done(coupons.map(({ couponCode }) => couponCode).join('、')),
  })
  return (
    <SideDrawer title={t.title} isOpen close={close} holdsForm>
      {templates.isError && <Failure error={templates.error} retry={() => void templates.refetch()} />}
      <ActForm<Values> {...form} initialValues={start} onChange={setValues} submit={() => run()}>
        <ChoiceField name="way" label={t.way} choices={{ template: t.byTemplate, code: t.byCode }} isOfButtons />
        {values.way === 'code' ? (
          <TextField name="couponCode" label={t.code} extra={t.codeWhy} isRequired autoComplete="off" autoFocus />
        ) : (
          <div className="yq-act-row">
            <Form.Item name="couponId" label={t.template} rules={[required]}>
              <Select<string, TemplateOption>
                autoFocus
                defaultOpen
                loading={templates.isFetching}
                showSearch={{ filterOption: false, onSearch: setTyped }}
                options={options}
                notFoundContent={isCurrent ? undefined : <Spin size="small" />}
                // What was picked keeps its name while another is looked for.
                labelRender={({ label, value }) => label ?? (picked?.value === value ? picked?.label : value)}
                onSelect={(_, option) => {
                  setPicked(option)
                  setTyped('')
                }}
              />
            </Form.Item>
            <CountField name="count" label={t.count} isRequired min={1} max={20} style={{ width: '100%' }} />
          </div>
        )}
      </ActForm>
    </SideDrawer>
  )
}

type TemplateOption = Readonly<{ value: string; label: string; template: FoundTemplate }>

function optionOf(template: FoundTemplate): TemplateOption {
  const { couponId, couponName } = template
  return { value: couponId, label: `${couponName}（${couponId}）`, template }
}

type Claim = Omit<RequestOf<typeof claimCoupons>, 'outRequestNo'>

/** The claim that is filled in; undefined as long as something is missing. */
function claimOf({ way, couponId, count, couponCode }: Values, memberId: string): Claim | undefined {
  if (way === 'code') return couponCode?.trim() ? { couponCode: couponCode.trim(), memberId } : undefined
  return couponId === undefined || !count ? undefined : { couponId, count, channel: 'console', memberId }
}
