import { rotateAppSecret } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useRequestNumber } from '../acts/request-number.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CountField } from '../parts/fields.tsx'
import { useWrite } from '../session/use-server.ts'
import type { App } from './listed.ts'
import { ShownSecret } from './shown-secret.tsx'

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
