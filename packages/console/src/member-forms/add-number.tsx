import { identifierStates, replaceCard, saveMember } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ChoiceField } from '../parts/fields.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { SharePhone } from './change-phone.tsx'
import type { FormProps } from './profile-change.ts'
import { NumberField } from './profile-fields.tsx'

const texts = defineTexts({
  addPhone: { zh: '添加手机号', en: 'Add a phone' },
  addCard: { zh: '添加会员卡', en: 'Add a card' },
  phone: { zh: '新手机号', en: 'The new phone' },
  card: { zh: '新会员卡号', en: 'The new card' },
  verb: { zh: '添加', en: 'Add' },
  consequence: {
    zh: '此后也能按这个号码查到该会员和全部的券，原有号码不变。',
    en: 'The member and all coupons are found by this number too; the numbers that there are stay.',
  },
  done: { zh: '已添加', en: 'Added' },
})

type PhoneValues = Readonly<{ phone: string; sharePhone?: boolean }>

/** Gives a member one more phone. */
export function AddPhone({ member, close }: FormProps): ReactNode {
  const t = useTexts(texts)
  const act = useAdding(close)
  return (
    <SideDrawer title={t.addPhone} isOpen close={close} holdsForm>
      <ActForm<PhoneValues>
        title={t.addPhone}
        verb={t.verb}
        consequence={t.consequence}
        {...act}
        submit={({ phone, sharePhone = false }) =>
          act.run({ memberId: member.memberId, phone: phone.trim(), sharePhone })
        }
      >
        <NumberField name="phone" label={t.phone} inputMode="tel" isRequired autoFocus />
        <SharePhone />
      </ActForm>
    </SideDrawer>
  )
}

type CardValues = Readonly<{ cardNo: string }>

/** Gives a member one more card. */
export function AddCard({ member, close }: FormProps): ReactNode {
  const t = useTexts(texts)
  const act = useAdding(close)
  return (
    <SideDrawer title={t.addCard} isOpen close={close} holdsForm>
      <ActForm<CardValues>
        title={t.addCard}
        verb={t.verb}
        consequence={t.consequence}
        {...act}
        submit={({ cardNo }) => act.run({ memberId: member.memberId, cardNo: cardNo.trim() })}
      >
        <NumberField name="cardNo" label={t.card} inputMode="text" isRequired autoFocus />
      </ActForm>
    </SideDrawer>
  )
}

function useAdding(close: () => void) {
  const t = useTexts(texts)
  return useAct(saveMember, { tell: () => ({ text: t.done }), close })
}

const replaceCardTexts = defineTexts({
  title: { zh: (cardNo: string) => `挂失或更换会员卡 ${cardNo}`, en: (cardNo) => `Lost or replaced card ${cardNo}` },
  state: { zh: '原卡', en: 'The card is' },
  lost: identifierStates.lost,
  replaced: { zh: '更换', en: 'Replaced' },
  next: { zh: '新会员卡号（可不填）', en: 'The new card (optional)' },
  verb: { zh: '保存', en: 'Save' },
  consequence: {
    zh: '原卡记为挂失或已更换，卡号仍指向该会员，券不受影响。此处不能撤销。',
    en: 'The card is marked. Its number keeps naming the member, and coupons stay. It cannot be undone here.',
  },
  done: { zh: '已保存', en: 'Saved' },
})

type Values = Readonly<{ state: 'lost' | 'replaced'; newCardNo?: string }>

/** Marks a card as lost or replaced, and gives its member a new one where there is one. */
export function ReplaceCard({ cardNo, close }: Readonly<{ cardNo: string; close: () => void }>): ReactNode {
  const t = useTexts(replaceCardTexts)
  const act = useAct(replaceCard, { tell: () => ({ text: t.done }), close })
  return (
    <SideDrawer title={t.title(cardNo)} isOpen close={close} holdsForm>
      <ActForm<Values>
        title={t.title(cardNo)}
        verb={t.verb}
        consequence={t.consequence}
        {...act}
        initialValues={{ state: 'lost' }}
        submit={({ state, newCardNo = '' }) =>
          act.run({ cardNo, state, newCardNo: newCardNo.trim() === '' ? undefined : newCardNo.trim() })
        }
      >
        <ChoiceField name="state" label={t.state} choices={{ lost: t.lost, replaced: t.replaced }} isOfButtons />
        <NumberField name="newCardNo" label={t.next} inputMode="text" />
      </ActForm>
    </SideDrawer>
  )
}
