import { changePhone } from '@yaoquan/api'
import { Checkbox, Form } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from '../acts/reason-fields.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ChoiceField } from '../parts/fields.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { FormProps } from './profile-change.ts'
import { NumberField } from './profile-fields.tsx'

const texts = defineTexts({
  title: { zh: '更换手机号', en: 'Change a phone' },
  verb: { zh: '更换', en: 'Change' },
  old: { zh: '旧手机号', en: 'The former phone' },
  next: { zh: '新手机号', en: 'The new phone' },
  consequence: {
    zh: '新号在用，旧号记为已更换。旧号被他人使用以前，两个号都能查到该会员和全部的券。',
    en: 'The new phone is in use, the former one replaced. Both find the member and all coupons until somebody else uses the former one.',
  },
  changed: { zh: '会员换号', en: 'The member has a new number' },
  lost: { zh: '旧号停用', en: 'The former number is out of use' },
  mistaken: { zh: '登记有误', en: 'It was registered wrongly' },
  proven: { zh: '已核对对方就是该会员本人', en: 'I checked that this is the member' },
  prove: { zh: '请先核对是会员本人', en: 'Check first that it is the member' },
  done: { zh: '已更换手机号', en: 'The phone is changed' },
})

type Values = ReasonValues &
  Readonly<{ oldPhone?: string | undefined; newPhone: string; sharePhone?: boolean; isProven?: boolean }>

/** Gives a member another phone in place of one that is in use, which is chosen by its masked number where there are several. */
export function ChangePhone({ member, close }: FormProps): ReactNode {
  const t = useTexts(texts)
  const act = useAct(changePhone, { tell: () => ({ text: t.done }), close })
  const [used] = useState(() => member.phones.filter(({ state }) => state === 'active').map(({ phone }) => phone))
  const isOneOfSeveral = used.length > 1
  return (
    <SideDrawer title={t.title} isOpen close={close} holdsForm>
      <ActForm<Values>
        title={t.title}
        verb={t.verb}
        consequence={t.consequence}
        {...act}
        initialValues={{ oldPhone: used[0] }}
        submit={({ oldPhone, newPhone, sharePhone = false, ...values }) =>
          act.run({
            memberId: member.memberId,
            sharePhone,
            oldPhone: isOneOfSeveral ? oldPhone : undefined,
            newPhone: newPhone.trim(),
            reason: reasonOf(values),
          })
        }
      >
        {isOneOfSeveral ? (
          <ChoiceField
            name="oldPhone"
            label={t.old}
            choices={Object.fromEntries(used.map((phone) => [phone, phone]))}
            isOfButtons
          />
        ) : (
          <p className="yq-number">
            {t.old} {used[0]}
          </p>
        )}
        <NumberField name="newPhone" label={t.next} inputMode="tel" isRequired autoFocus />
        <SharePhone />
        <ReasonFields reasons={[t.changed, t.lost, t.mistaken]} />
        <Form.Item
          name="isProven"
          valuePropName="checked"
          rules={[{ validator: (_, isProven) => (isProven === true ? Promise.resolve() : Promise.reject(t.prove)) }]}
        >
          <Checkbox>{t.proven}</Checkbox>
        </Form.Item>
      </ActForm>
    </SideDrawer>
  )
}

const sharePhoneTexts = defineTexts({
  share: { zh: '家人共用：已有其他会员在用时也添加', en: 'Shared in a family: also if other members use it' },
})

/** Whether a phone of other members is shared with them, in a form with `sharePhone`. */
export function SharePhone(): ReactNode {
  const t = useTexts(sharePhoneTexts)
  return (
    <Form.Item name="sharePhone" valuePropName="checked">
      <Checkbox>{t.share}</Checkbox>
    </Form.Item>
  )
}
