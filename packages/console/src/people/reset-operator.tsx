import { resetOperator } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useRequestNumber } from '../acts/request-number.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useWrite } from '../session/use-server.ts'
import { OneTimePassword } from './one-time-password.tsx'
import type { Operator } from './operators-table.tsx'

const texts = defineTexts({
  title: { zh: '重置操作员', en: 'Reset an operator' },
  verb: { zh: '重置', en: 'Reset' },
  consequence: {
    zh: (name: string) => `${name} 的密码与验证器作废，所有会话结束，并得到新的一次性密码。`,
    en: (name) => `Password and authenticator of ${name} end with all sessions; another one-time password is made.`,
  },
})

/** Gives an operator who forgot the password or lost the authenticator a new start. */
export function ResetOperator({ operator, close }: Readonly<{ operator: Operator; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { name } = operator
  const outRequestNo = useRequestNumber()
  const { isPending, error, data, mutate } = useWrite(resetOperator)
  if (data !== undefined) return <OneTimePassword name={name} given={data} close={close} />
  return (
    <ActForm
      title={t.title}
      verb={t.verb}
      consequence={t.consequence(name)}
      isBusy={isPending}
      error={error}
      cancel={close}
      isDanger
      submit={() => mutate({ outRequestNo, name })}
    />
  )
}
