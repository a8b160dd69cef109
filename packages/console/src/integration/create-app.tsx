import { createApp, presetMasksPhones } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useRequestNumber } from '../acts/request-number.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { WaitingRequest } from '../requests/request-kind.ts'
import { useWrite } from '../session/use-server.ts'
import { AppFields, type AppValues } from './app-fields.tsx'
import { ShownSecret } from './shown-secret.tsx'

const texts = defineTexts({
  title: { zh: '登记应用', en: 'Register an app' },
  verb: { zh: '登记', en: 'Register' },
  consequence: {
    zh: '登记后显示 app_key 与密钥。密钥只显示一次，请立即存好。',
    en: 'The app_key and the secret are shown next. The secret is shown once: save it then.',
  },
  showsPhones: { zh: '它将看到完整手机号。', en: 'It gets full phones.' },
})

type Props = Readonly<{
  /** The id of the request that this carries out. */
  request: string | undefined
  /** That request, while it waits. */
  asked: WaitingRequest | undefined
  close: () => void
}>

/** Registers an app, and shows its secret. */
export function CreateApp({ request, asked, close }: Props): ReactNode {
  const t = useTexts(texts)
  // Once it is carried out, the request is no longer listed.
  const [{ name, preset: first = 'till' }] = useState<Partial<WaitingRequest>>(asked ?? {})
  const [preset, setPreset] = useState(first)
  const showsPhones = !presetMasksPhones(preset)
  const outRequestNo = useRequestNumber()
  const { isPending, error, data, mutate } = useWrite(createApp)
  if (data !== undefined) {
    const values = [['app_key', data.appKey ?? ''] as const, ['app_secret', data.appSecret ?? ''] as const]
    return <ShownSecret values={values} close={close} />
  }
  return (
    <ActForm<AppValues>
      title={t.title}
      verb={t.verb}
      isBusy={isPending}
      error={error}
      cancel={close}
      consequence={showsPhones ? `${t.consequence} ${t.showsPhones}` : t.consequence}
      isDanger={showsPhones}
      initialValues={{ preset: first, language: 'zh', ...(name !== undefined && { name }) }}
      onChange={(values) => setPreset(values.preset)}
      submit={({ callsPerDay, ...values }) =>
        mutate({ outRequestNo, ...values, callsPerDay: callsPerDay ?? undefined, requestId: request })
      }
    >
      <AppFields />
    </ActForm>
  )
}
