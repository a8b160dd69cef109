import { memberColumns } from '@yaoquan/api'
import { Form, type FormRule, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ChoiceField, TextField } from '../parts/fields.tsx'

const texts = defineTexts({
  name: memberColumns.name,
  birthday: memberColumns.birthday,
  birthdayHint: { zh: '月-日，如 05-20', en: 'MM-DD, such as 05-20' },
  badBirthday: { zh: '请写成月-日，如 05-20', en: 'Month and day, such as 05-20' },
  level: memberColumns.level,
  tags: memberColumns.tags,
  tagsHint: { zh: '回车或逗号分隔', en: 'Enter or a comma ends each' },
  consent: { zh: '营销同意', en: 'Marketing messages' },
  same: { zh: '不变更', en: 'Unchanged' },
  given: { zh: '同意', en: 'Allowed' },
  refused: { zh: '不同意', en: 'Refused' },
  source: { zh: '表态来源（必填）', en: 'Where it was said (required)' },
  sourceHint: { zh: '如 门店签字、来电', en: 'such as a signature in the shop, or a call' },
})

/** What is kept of a member besides numbers, in a form of `ProfileValues`. */
export function ProfileFields(): ReactNode {
  const t = useTexts(texts)
  const consent: unknown = Form.useWatch('consent')
  return (
    <>
      <div className="yq-act-row">
        <TextField name="name" label={t.name} autoComplete="off" />
        <Form.Item
          name="birthday"
          label={t.birthday}
          rules={[{ pattern: /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, message: t.badBirthday }]}
        >
          <Input maxLength={5} autoComplete="off" placeholder={t.birthdayHint} />
        </Form.Item>
      </div>
      <TextField name="level" label={t.level} autoComplete="off" />
      <Form.Item name="tags" label={t.tags}>
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          placeholder={t.tagsHint}
          tokenSeparators={[',', '，', '、', '\n', '\t']}
        />
      </Form.Item>
      <ChoiceField
        name="consent"
        label={t.consent}
        choices={{ same: t.same, given: t.given, refused: t.refused }}
        isOfButtons
      />
      {(consent === 'given' || consent === 'refused') && (
        <TextField name="consentSource" label={t.source} placeholder={t.sourceHint} isRequired autoComplete="off" />
      )}
    </>
  )
}

const numberFieldTexts = defineTexts({
  masked: { zh: '须为完整号码，不能打码', en: 'The whole number, without a mask' },
})

type Props = Readonly<{
  name: string
  label: string
  /** `tel` brings up the keys of a phone. */
  inputMode: 'tel' | 'text'
  isRequired?: boolean
  extra?: string
  /** Rules besides those of every number. */
  rules?: readonly FormRule[]
  autoFocus?: boolean
}>

/** A phone or card in a form. The server checks and spells it. */
export function NumberField({ rules = [], ...field }: Props): ReactNode {
  const t = useTexts(numberFieldTexts)
  const whole = { pattern: /^(?!.*[*＊]{2})/, message: t.masked }
  return <TextField {...field} rules={[whole, ...rules]} autoComplete="off" spellCheck={false} />
}
