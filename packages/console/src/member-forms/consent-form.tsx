import { saveMember } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from '../acts/reason-fields.tsx'
import { useAct } from '../acts/use-act.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { FormProps } from './profile-change.ts'

const texts = defineTexts({
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
  const t = useTexts(texts)
  const act = useAct(saveMember, { tell: () => ({ text: t.done }), close })
  return (
    <SideDrawer title={t.title} isOpen close={close} holdsForm>
      <ActForm<ReasonValues>
        title={t.title}
        verb={t.verb}
        consequence={t.consequence}
        cancel={close}
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
