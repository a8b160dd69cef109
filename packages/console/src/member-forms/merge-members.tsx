import { getMember, mergeMembers } from '@yaoquan/api'
import { Form } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from '../acts/reason-fields.tsx'
import { useCouponAct } from '../acts/use-coupon-act.tsx'
import { useSettled } from '../design/use-settled.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { ChoiceField, TextField } from '../parts/fields.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'
import { memberFieldName } from '../terms/member-change-text.ts'
import { MemberSide } from './erase-member.tsx'
import type { FormProps } from './profile-change.ts'
import './member-sides.css'

const texts = defineTexts({
  title: { zh: '合并会员', en: 'Merge members' },
  verb: { zh: '合并', en: 'Merge' },
  other: { zh: '另一位会员：会员号、手机号或卡号', en: 'The other member: id, phone or card' },
  kept: { zh: '保留', en: 'Which one stays' },
  stays: { zh: '保留', en: 'Stays' },
  goes: { zh: '并入', en: 'Is merged' },
  fill: { zh: '填好另一位会员以后，这里说明合并的结果。', en: 'Name the other member to see what the merge does.' },
  moves: {
    zh: (from: string, into: string, phones: number, cards: number) =>
      `${from} 的 ${phones} 个手机号、${cards} 张卡和全部券归 ${into}；`,
    en: (from, into, phones, cards) => `${phones} phones, ${cards} cards and all coupons of ${from} go to ${into};`,
  },
  after: {
    zh: (count: number) => `合并后共 ${count} 张券，30 天内可撤销。`,
    en: (count) => ` ${count} coupons after that. It can be undone for 30 days.`,
  },
  filled: { zh: (names: string) => `补上：${names}。`, en: (names) => ` Filled in: ${names}.` },
  differs: {
    zh: (names: string) => `两人不同，以保留者为准：${names}。`,
    en: (names) => ` Both differ, the one that stays counts: ${names}.`,
  },
  limits: {
    zh: (names: string) => `达到或超过限领的模板：${names}。`,
    en: (names) => ` Templates whose limit is reached: ${names}.`,
  },
  comma: { zh: '、', en: ', ' },
  samePerson: { zh: '同一人登记了两次', en: 'One person, registered twice' },
  asked: { zh: '会员要求', en: 'The member asked' },
  rest: { zh: '其他', en: 'Other' },
  waits: {
    zh: '已提交，另一人同意后才合并',
    en: 'Asked for: it is done after another person agreed',
  },
  done: { zh: '已合并', en: 'Merged' },
})

type Values = Partial<ReasonValues> & Readonly<{ other?: string; kept?: 'this' | 'other' }>

const pauseMs = 400

/** Makes two members one, after both sides and the result of a dry run were shown. */
export function MergeMembers({ member, close }: FormProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const [{ other = '', kept = 'this' }, setValues] = useState<Values>({})
  const typed = useSettled(other.trim(), pauseMs)
  const { data, error } = useRead(getMember, namingOf(typed), { isEnabled: typed.length > 1 })
  const found = typed === other.trim() && typed.length > 1 ? data?.member : undefined
  const [into, from] = kept === 'this' ? [member, found] : [found, member]
  const isComplete = into !== undefined && from !== undefined && into.memberId !== from.memberId
  const { form, run } = useCouponAct(mergeMembers, {
    title: t.title,
    verb: t.verb,
    seen: undefined,
    close,
    hint: t.fill,
    asked: isComplete ? { fromMemberId: from.memberId, intoMemberId: into.memberId } : undefined,
    consequence: (tried) => consequenceOf(tried, from?.memberId ?? '', into?.memberId ?? ''),
    done: ({ awaitsApproval }) => (awaitsApproval === true ? t.waits : t.done),
  })

  function consequenceOf(tried: ResultOf<typeof mergeMembers>, fromId: string, intoId: string): string {
    const { phoneCount = 0, cardCount = 0, couponCount = 0 } = tried
    const { filledFields = [], keptFields = [], limits = [] } = tried
    const named = (fields: readonly string[]) => fields.map((name) => memberFieldName(name, language)).join(t.comma)
    return [
      t.moves(fromId, intoId, phoneCount, cardCount),
      t.after(couponCount),
      filledFields.length === 0 ? '' : t.filled(named(filledFields)),
      keptFields.length === 0 ? '' : t.differs(named(keptFields)),
      limits.length === 0 ? '' : t.limits(limits.map(({ couponId }) => couponId).join(t.comma)),
    ].join('')
  }

  return (
    <SideDrawer title={t.title} isOpen close={close} holdsForm>
      <ActForm<Values>
        {...form}
        initialValues={{ kept: 'this' }}
        onChange={setValues}
        submit={({ reason = '', note = '' }) => run({ reason: reasonOf({ reason, note }) })}
      >
        <TextField name="other" label={t.other} isRequired autoComplete="off" autoFocus />
        {error !== null && typed === other.trim() && <Failure error={error} />}
        {found !== undefined && (
          <>
            <ChoiceField
              name="kept"
              label={t.kept}
              choices={{ this: member.memberId, other: found.memberId }}
              isOfButtons
            />
            <Form.Item>
              <div className="yq-sides">
                {into !== undefined && <MemberSide title={t.stays} member={into} />}
                {from !== undefined && <MemberSide title={t.goes} member={from} />}
              </div>
            </Form.Item>
          </>
        )}
        <ReasonFields reasons={[t.samePerson, t.asked, t.rest]} />
      </ActForm>
    </SideDrawer>
  )
}

function namingOf(typed: string) {
  if (/^M\d+$/i.test(typed)) return { memberId: typed.toUpperCase() }
  return /^\+?[\d\s-]{11,16}$/.test(typed) && /^(\+?86)?1/.test(typed.replaceAll(/[\s-]/g, ''))
    ? { phone: typed }
    : { cardNo: typed }
}
