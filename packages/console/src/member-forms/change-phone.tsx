import { changePhone } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { NumberField } from './number-field.tsx'
import type { FormProps } from './profile-change.ts'
import { SharePhone } from './share-phone.tsx'

const texts = defineTexts({
  title: { zh: '更换手机号', en: 'Change a phone' },
  verb: { zh: '更换', en: 'Change' },
  old: { zh: '旧手机号', en: 'The former phone' },
  oldWhy: {
    zh: '这里看不到完整手机号，请当面核对后输入。',
    en: 'The full phone is not shown here; ask for it.',
  },
  next: { zh: '新手机号', en: 'The new phone' },
  consequence: {
    zh: '新号在用，旧号记为已更换。旧号被他人使用以前，两个号都能查到该会员和全部的券。',
    en: 'The new phone is in use, the former one replaced. Both find the member and all coupons until somebody else uses the former one.',
  },
  done: { zh: '已更换手机号', en: 'The phone is changed' },
})

type Values = Readonly<{ oldPhone: string; newPhone: string; sharePhone?: boolean }>

/** Gives a member another phone in place of one. */
export function ChangePhone({ member, close }: FormProps): ReactNode {
  const t = useTexts(texts)
  const act = useAct(changePhone, { tell: () => ({ text: t.done }), close })
  return (
    <SideDrawer title={t.title} isOpen close={close} holdsForm>
      <ActForm<Values>
        title={t.title}
        verb={t.verb}
        consequence={t.consequence}
        cancel={close}
        {...act}
        submit={({ oldPhone, newPhone, sharePhone = false }) =>
          act.run({
            memberId: member.memberId,
            sharePhone,
            oldPhone: oldPhone.trim(),
            newPhone: newPhone.trim(),
          })
        }
      >
        <NumberField name="oldPhone" label={t.old} extra={t.oldWhy} inputMode="tel" isRequired autoFocus />
        <NumberField name="newPhone" label={t.next} inputMode="tel" isRequired />
        <SharePhone />
      </ActForm>
    </SideDrawer>
  )
}
