import { Alert, Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'

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
