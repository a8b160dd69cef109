import { saveMember } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from '../acts/reason-fields.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { type FormProps, type Member, type ProfileValues, profileChange, profileValues } from './profile-change.ts'
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

const consentFormTexts = defineTexts({
  title: { zh: '撤回营销同意', en: 'Withdraw the marketing consent' },
  verb: { zh: '撤回', en: 'Withdraw' },
  source: { zh: '来源（必选）', en: 'Where it was said (required)' },
  call: { zh: '来电', en: 'A call' },
  shop: { zh: '门店当面', en: 'In a shop' },
  message: { zh: '回复短信或微信', en: 'A reply to a message' },
  other: { zh: '其他', en: 'Other' },
  consequence: {
    zh: '此后不再向该会员发营销信息。已有的券不受影响。',
    en: 'The member gets no more marketing messages. Coupons stay.',
  },
  done: { zh: '已撤回营销同意', en: 'The consent is withdrawn' },
})

/** Records that a member allows marketing messages no longer, and where that was said. */
export function WithdrawConsent({ member, close }: FormProps): ReactNode {
  const t = useTexts(consentFormTexts)
  const act = useAct(saveMember, { tell: () => ({ text: t.done }), close })
  return (
    <SideDrawer title={t.title} isOpen close={close} holdsForm>
      <ActForm<ReasonValues>
        title={t.title}
        verb={t.verb}
        consequence={t.consequence}
        {...act}
        submit={(values) =>
          act.run({ memberId: member.memberId, marketingConsent: { given: false, source: reasonOf(values) } })
        }
      >
        <ReasonFields label={t.source} reasons={[t.call, t.shop, t.message, t.other]} mostNote={40} />
      </ActForm>
    </SideDrawer>
  )
}
