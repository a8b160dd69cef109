import { retireAppSecret } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useAct } from '../acts/use-act.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { App } from './listed.ts'

const texts = defineTexts({
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
  const t = useTexts(texts)
  const { appKey, oldSecretUsedAt } = app
  const act = useAct(retireAppSecret, { tell: () => ({ text: t.done }), close })
  return (
    <ActForm
      title={t.title}
      verb={t.verb}
      cancel={close}
      {...act}
      consequence={oldSecretUsedAt === undefined ? t.unused : t.used(oldSecretUsedAt)}
      isDanger={oldSecretUsedAt !== undefined}
      submit={() => act.run({ appKey })}
    />
  )
}
