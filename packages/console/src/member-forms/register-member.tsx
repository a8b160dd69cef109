import { memberColumns, saveMember } from '@yaoquan/api'
import { Form } from 'antd'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { type ProfileValues, profileChange, profileValues } from './profile-change.ts'
import { NumberField, ProfileFields } from './profile-fields.tsx'

const texts = defineTexts({
  title: { zh: '登记会员', en: 'Register a member' },
  verb: { zh: '登记', en: 'Register' },
  phone: memberColumns.phone,
  card: { zh: '会员卡号', en: 'Member card' },
  oneOf: { zh: '手机号与会员卡号至少填一个', en: 'A phone or a card is needed' },
  consequence: {
    zh: '登记一位新会员。号码若已属于某位会员，填写的内容会改到那位会员的资料里。',
    en: 'Registers a new member. If a number is known already, what you fill in changes the member who has it.',
  },
  done: { zh: (memberId: string) => `已登记会员 ${memberId}`, en: (memberId) => `Registered as ${memberId}` },
  known: {
    zh: (memberId: string) => `号码属于已有的会员 ${memberId}，资料已更新`,
    en: (memberId) => `The number is of ${memberId}, whose profile was changed`,
  },
})

type Values = ProfileValues & Readonly<{ phone?: string; cardNo?: string }>

type Props = Readonly<{
  /** What was typed before it was offered. */
  number: Readonly<{ phone?: string; cardNo?: string }>
  registered: (memberId: string) => void
  close: () => void
}>

/** Registers a member under a phone, a card or both. */
export function RegisterMember({ number, registered, close }: Props): ReactNode {
  const t = useTexts(texts)
  const act = useAct(saveMember, {
    tell: ({ created, memberId = '' }) =>
      created === false ? { text: t.known(memberId), isRefused: true } : { text: t.done(memberId) },
    close: (result) => {
      close()
      if (result?.memberId !== undefined) registered(result.memberId)
    },
  })
  return (
    <SideDrawer title={t.title} isOpen close={close} holdsForm>
      <ActForm<Values>
        title={t.title}
        verb={t.verb}
        consequence={t.consequence}
        {...act}
        initialValues={{ ...profileValues({}), ...number }}
        submit={({ phone, cardNo, ...profile }) =>
          act.run({ phone: filled(phone), cardNo: filled(cardNo), ...profileChange({}, profile) })
        }
      >
        <div className="yq-act-row">
          <PhoneOfTwo label={t.phone} message={t.oneOf} />
          <NumberField name="cardNo" label={t.card} inputMode="text" />
        </div>
        <ProfileFields />
      </ActForm>
    </SideDrawer>
  )
}

function PhoneOfTwo({ label, message }: Readonly<{ label: string; message: string }>): ReactNode {
  const cardNo: unknown = Form.useWatch('cardNo')
  const isNeeded = typeof cardNo !== 'string' || filled(cardNo) === undefined
  const rules = isNeeded ? [{ required: true, whitespace: true, message }] : []
  return <NumberField name="phone" label={label} inputMode="tel" rules={rules} />
}

function filled(text = ''): string | undefined {
  return text.trim() === '' ? undefined : text.trim()
}
