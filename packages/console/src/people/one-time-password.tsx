import { resetOperator } from '@yaoquan/api'
import { Alert, Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useRequestNumber } from '../acts/request-number.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { useWrite } from '../session/use-server.ts'
import type { Operator } from './operators-table.tsx'

const texts = defineTexts({
  title: { zh: '一次性密码（关闭后不再显示）', en: 'One-time password (not shown again once closed)' },
  advice: {
    zh: (name: string) => `请当面或用可靠的方式交给 ${name}。72 小时内首次登录时须改掉。`,
    en: (name) =>
      `Hand it to ${name} in person or by a safe way. It must be replaced at the first sign-in, within 72 hours.`,
  },
  replaced: {
    zh: '这一次是重发的请求：之前给出的一次性密码已失效，请用这一个。',
    en: 'The request was repeated: the one-time password given before no longer works. Use this one.',
  },
  close: { zh: '已交付', en: 'I have handed it over' },
})

type Props = Readonly<{
  name: string
  /** Answer of the server. `replaced`: the request was done before, and its first password ended. */
  given: Readonly<{ oneTimePassword?: string | undefined; replaced?: boolean | undefined }>
  close: () => void
}>

/** Shows a one-time password that the server sends only once. */
export function OneTimePassword({ name, given: { oneTimePassword = '', replaced = false }, close }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <Flex vertical gap={12} align="start">
      <Alert
        type="success"
        showIcon
        title={t.title}
        description={
          <>
            <Code text={oneTimePassword} />
            <p>{t.advice(name)}</p>
            {replaced && <p>{t.replaced}</p>}
          </>
        }
      />
      <Button onClick={close}>{t.close}</Button>
    </Flex>
  )
}

const resetOperatorTexts = defineTexts({
  title: { zh: '重置操作员', en: 'Reset an operator' },
  verb: { zh: '重置', en: 'Reset' },
  consequence: {
    zh: (name: string) => `${name} 的密码与验证器作废，所有会话结束，并得到新的一次性密码。`,
    en: (name) => `Password and authenticator of ${name} end with all sessions; another one-time password is made.`,
  },
})

/** Gives an operator who forgot the password or lost the authenticator a new start. */
export function ResetOperator({ operator, close }: Readonly<{ operator: Operator; close: () => void }>): ReactNode {
  const t = useTexts(resetOperatorTexts)
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
