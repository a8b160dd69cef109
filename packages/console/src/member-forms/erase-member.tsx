import { eraseMember, memberColumns } from '@yaoquan/api'
import { Checkbox, Form } from 'antd'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from '../acts/reason-fields.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { TermList } from '../parts/facts.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { FormProps, Member } from './profile-change.ts'
import './member-sides.css'

const texts = defineTexts({
  title: { zh: '删除会员的个人信息', en: 'Erase the member' },
  gone: { zh: '将永久删除', en: 'Will be gone for good:' },
  verb: { zh: '永久删除', en: 'Erase for good' },
  consequence: {
    zh: '姓名、资料、手机号、卡号以及只属于该会员的文字永久删除，任何人都不能恢复。券、数量与事件保留，但不再指明是谁。',
    en: 'Name, profile, phones, cards and texts of this member alone are gone for good; nobody can restore them. Coupons, counts and events stay, without saying whose.',
  },
  asked: { zh: '会员本人要求', en: 'The member asked for it' },
  wrong: { zh: '登记有误', en: 'Registered by mistake' },
  sure: { zh: '我知道删除后不能恢复', en: 'I know that it cannot be restored' },
  prove: { zh: '请先确认', en: 'Confirm it first' },
  done: { zh: '已删除', en: 'Erased' },
  waits: {
    zh: '已提交，另一人同意后才删除',
    en: 'Asked for: it is done after another person agreed',
  },
})

type Values = ReasonValues & Readonly<{ isSure?: boolean }>

/** Erases a member for good, after everything that goes was shown. */
export function EraseMember({ member, close }: FormProps): ReactNode {
  const t = useTexts(texts)
  const act = useAct(eraseMember, {
    tell: ({ awaitsApproval }) => ({ text: awaitsApproval === true ? t.waits : t.done }),
    close,
  })
  return (
    <SideDrawer title={t.title} isOpen close={close} holdsForm>
      <ActForm<Values>
        title={t.title}
        verb={t.verb}
        isDanger
        consequence={t.consequence}
        {...act}
        submit={(values) => act.run({ memberId: member.memberId, reason: reasonOf(values) })}
      >
        <Form.Item>
          <MemberSide title={t.gone} member={member} />
        </Form.Item>
        <ReasonFields reasons={[t.asked, t.wrong]} />
        <Form.Item
          name="isSure"
          valuePropName="checked"
          rules={[{ validator: (_, isSure) => (isSure === true ? Promise.resolve() : Promise.reject(t.prove)) }]}
        >
          <Checkbox>{t.sure}</Checkbox>
        </Form.Item>
      </ActForm>
    </SideDrawer>
  )
}

const memberSideTexts = defineTexts({
  name: memberColumns.name,
  phone: memberColumns.phone,
  card: { zh: '会员卡', en: 'Card' },
  level: memberColumns.level,
  tags: memberColumns.tags,
  birthday: memberColumns.birthday,
  since: { zh: '首次出现', en: 'First seen' },
})

/** What is kept of a member, beside another one. */
export function MemberSide({ title, member }: Readonly<{ title: string; member: Member }>): ReactNode {
  const t = useTexts(memberSideTexts)
  const { memberId, name, phones, cards, level, tags, birthday, createdAt } = member
  const joined = (words: readonly string[]) => (words.length === 0 ? undefined : words.join('、'))
  return (
    <section className="yq-side" aria-label={`${title} ${memberId}`}>
      <h4>
        {title} {memberId}
      </h4>
      <TermList
        facts={[
          [t.name, name],
          [t.phone, joined(phones.map(({ phone }) => phone))],
          [t.card, joined(cards.map(({ cardNo }) => cardNo))],
          [t.level, level],
          [t.tags, joined(tags ?? [])],
          [t.birthday, birthday],
          [t.since, createdAt.slice(0, 10)],
        ]}
      />
    </section>
  )
}
