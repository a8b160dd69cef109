import { createApp } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { useWrite } from '../session/use-server.ts'
import { AppFields, type AppValues } from './app-fields.tsx'
import { ShownSecret } from './shown-secret.tsx'

const texts = defineTexts({
  title: { zh: '登记应用', en: 'Register an app' },
  verb: { zh: '登记', en: 'Register' },
  consequence: {
    zh: '返回 app_key 与密钥，密钥只显示一次。',
    en: 'You get app_key and a secret, which is shown once.',
  },
})

/** Registers an app, and shows its secret. */
export function CreateApp({ close }: Readonly<{ close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { isPending, error, data, mutate } = useWrite(createApp)
  if (data !== undefined) {
    const values = [['app_key', data.appKey ?? ''] as const, ['app_secret', data.appSecret ?? ''] as const]
    return <ShownSecret values={values} close={close} />
  }
  return (
    <ActForm<AppValues>
      {...{ title: t.title, verb: t.verb, consequence: t.consequence, isBusy: isPending, error, cancel: close }}
      initialValues={{ preset: 'till' }}
      submit={({ callsPerDay, ...values }) => mutate({ ...values, callsPerDay: callsPerDay ?? undefined })}
    >
      <AppFields />
    </ActForm>
  )
}
