import { createOperator, problemOfName } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useRequestNumber } from '../acts/request-number.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { TextField } from '../parts/fields.tsx'
import { useWrite } from '../session/use-server.ts'
import { OneTimePassword } from './one-time-password.tsx'
import { RoleFields, type RoleValues } from './set-role.tsx'

const texts = defineTexts({
  title: { zh: '新建操作员', en: 'New operator' },
  verb: { zh: '新建', en: 'Create' },
  name: { zh: '用户名（登录用）', en: 'Name (to sign in)' },
  displayName: { zh: '姓名', en: 'Full name' },
  consequence: {
    zh: '将生成一次性密码，由您交给本人。',
    en: 'A one-time password is made, which you hand over.',
  },
})

type Values = RoleValues & Readonly<{ name: string; displayName: string }>

/** Creates an operator, and shows the one-time password. */
export function CreateOperator({ close }: Readonly<{ close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const outRequestNo = useRequestNumber()
  const { isPending, error, data, variables, mutate } = useWrite(createOperator)
  if (data !== undefined && variables !== undefined) {
    return <OneTimePassword name={variables.name} given={data} close={close} />
  }
  return (
    <ActForm<Values>
      title={t.title}
      verb={t.verb}
      consequence={t.consequence}
      isBusy={isPending}
      error={error}
      cancel={close}
      submit={(values) => mutate({ outRequestNo, ...values })}
    >
      <TextField
        name="name"
        label={t.name}
        isRequired
        rules={[
          {
            validator: async (_, name: string | undefined) => {
              const problem = name ? problemOfName(name) : undefined
              if (problem !== undefined) throw new Error(problem[language])
            },
          },
        ]}
        autoFocus
        autoComplete="off"
        maxLength={32}
      />
      <TextField name="displayName" label={t.displayName} isRequired autoComplete="off" />
      <RoleFields />
    </ActForm>
  )
}
