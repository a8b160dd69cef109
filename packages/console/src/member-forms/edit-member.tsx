import { saveMember } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useAct } from '../acts/use-act.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { type Member, type ProfileValues, profileChange, profileValues } from './profile-change.ts'
import { ProfileFields } from './profile-fields.tsx'

const texts = defineTexts({
  title: { zh: '编辑资料', en: 'Edit the profile' },
  verb: { zh: '保存', en: 'Save' },
  same: { zh: '没有改动。', en: 'Nothing is changed.' },
  consequence: {
    zh: '只保存改过的内容。等级和标签会影响该会员能用哪些券。',
    en: 'Only what you changed is saved. Level and tags can decide which coupons the member may use.',
  },
  done: { zh: '已保存', en: 'Saved' },
})

/** Changes what is kept of a member besides phones and cards. */
export function EditMember(props: Readonly<{ member: Member; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { close } = props
  // The member when the form was opened; later reads do not change the form.
  const [member] = useState(props.member)
  const [isSame, setSame] = useState(true)
  const act = useAct(saveMember, { tell: () => ({ text: t.done }), close })
  return (
    <SideDrawer title={t.title} isOpen close={close} holdsForm>
      <ActForm<ProfileValues>
        title={t.title}
        verb={t.verb}
        cancel={close}
        {...act}
        consequence={isSame ? t.same : t.consequence}
        isBlocked={isSame}
        initialValues={profileValues(member)}
        onChange={(values) => setSame(profileChange(member, values) === undefined)}
        submit={(values) => act.run({ memberId: member.memberId, ...profileChange(member, values) })}
      >
        <ProfileFields />
      </ActForm>
    </SideDrawer>
  )
}
