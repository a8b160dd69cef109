import { retireAppSecret, rotateAppSecret } from '@yaoquan/api'
import { Alert, Button, Flex } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { useRequestNumber } from '../acts/request-number.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { CountField } from '../parts/fields.tsx'
import { useWrite } from '../session/use-server.ts'
import type { App } from './tab-props.ts'

const texts = defineTexts({
  title: { zh: '更换密钥', en: 'Rotate the secret' },
  verb: { zh: '更换', en: 'Rotate' },
  hours: { zh: '旧密钥继续有效的小时数（泄露时填 0）', en: 'Hours the old secret stays valid (0 if it leaked)' },
  consequence: {
    zh: (name: string, hours: number) =>
      hours === 0
        ? `旧密钥立即失效：${name} 换上新密钥之前，它的调用都被拒绝。`
        : `${hours} 小时内新旧密钥都有效，期间给 ${name} 换上新的。`,
    en: (name, hours) =>
      hours === 0
        ? `The old secret ends now: calls of ${name} are refused until it has the new one.`
        : `Both secrets are valid for ${hours} hours; give ${name} the new one meanwhile.`,
  },
})

const defaultHours = 72

type Props = Readonly<{
  app: App
  /** The id of the request that this carries out. */
  request: string | undefined
  close: () => void
}>

/** Gives an app a new secret, and shows it. */
export function RotateSecret({ app, request, close }: Props): ReactNode {
  const t = useTexts(texts)
  const { appKey, name } = app
  const [hours, setHours] = useState<number>(defaultHours)
  const outRequestNo = useRequestNumber()
  const { isPending, error, data, mutate } = useWrite(rotateAppSecret)
  if (data !== undefined) return <ShownSecret values={[['app_secret', data.appSecret ?? '']]} close={close} />
  return (
    <ActForm<Readonly<{ hours: number | null }>>
      title={t.title}
      verb={t.verb}
      isBusy={isPending}
      error={error}
      cancel={close}
      consequence={t.consequence(name, hours)}
      isDanger={hours === 0}
      initialValues={{ hours: defaultHours }}
      onChange={(values) => setHours(values.hours ?? defaultHours)}
      submit={(values) =>
        mutate({ outRequestNo, appKey, oldValidHours: values.hours ?? defaultHours, requestId: request })
      }
    >
      <CountField name="hours" label={t.hours} autoFocus min={0} max={8760} style={{ width: 200 }} />
    </ActForm>
  )
}

const retireSecretTexts = defineTexts({
  title: { zh: '停用旧密钥', en: 'Retire the old secret' },
  verb: { zh: '停用', en: 'Retire' },
  used: {
    zh: (at: string) => `旧密钥最近一次使用是 ${at}。停用后一秒内，仍用它的调用都被拒绝。`,
    en: (at) => `The old secret was last used at ${at}. Calls that still use it are refused within a second.`,
  },
  unused: {
    zh: '更换以来没有用旧密钥的调用，可以放心停用。',
    en: 'No call used the old secret since the rotation. It can be retired safely.',
  },
  done: { zh: '旧密钥已停用', en: 'The old secret is retired' },
})

/** Ends the old secret of an app. */
export function RetireSecret({ app, close }: Readonly<{ app: App; close: () => void }>): ReactNode {
  const t = useTexts(retireSecretTexts)
  const { appKey, oldSecretUsedAt } = app
  const act = useAct(retireAppSecret, { tell: () => ({ text: t.done }), close })
  return (
    <ActForm
      title={t.title}
      verb={t.verb}
      {...act}
      consequence={oldSecretUsedAt === undefined ? t.unused : t.used(oldSecretUsedAt)}
      isDanger={oldSecretUsedAt !== undefined}
      submit={() => act.run({ appKey })}
    />
  )
}

const shownSecretTexts = defineTexts({
  once: {
    zh: '关闭后不再显示密钥，请立即存好。',
    en: 'The secret is not shown again once this is closed. Keep it now.',
  },
  close: { zh: '已存好', en: 'I have saved it' },
})

type ShownSecretProps = Readonly<{
  /** Names with their values; the last one is the secret. */
  values: readonly (readonly [string, string])[]
  close: () => void
}>

/** Shows a secret that the server sends only once. */
export function ShownSecret({ values, close }: ShownSecretProps): ReactNode {
  const t = useTexts(shownSecretTexts)
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
