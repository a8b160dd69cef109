import { saveMember } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useAct } from '../acts/use-act.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { NumberField } from './number-field.tsx'
import type { FormProps } from './profile-change.ts'
import { SharePhone } from './share-phone.tsx'

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
        cancel={close}
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
        cancel={close}
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
