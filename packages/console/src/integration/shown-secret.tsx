import { Alert, Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'

const texts = defineTexts({
  once: {
    zh: '关闭后不再显示密钥，请立即存好。',
    en: 'The secret is not shown again once this is closed. Keep it now.',
  },
  close: { zh: '已存好', en: 'I have saved it' },
})

type Props = Readonly<{
  /** Names with their values; the last one is the secret. */
  values: readonly (readonly [string, string])[]
  close: () => void
}>

/** Shows a secret that the server sends only once. */
export function ShownSecret({ values, close }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <Flex vertical gap={12} align="start">
      <Alert
        type="success"
        showIcon
        title={t.once}
        description={values.map(([name, value]) => (
          <p key={name}>
            {name} <Code text={value} />
          </p>
        ))}
      />
      <Button onClick={close}>{t.close}</Button>
    </Flex>
  )
}
