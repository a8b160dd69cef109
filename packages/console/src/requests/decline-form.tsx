import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { TextField } from '../parts/fields.tsx'

const texts = defineTexts({
  decline: { zh: '拒绝', en: 'Decline' },
  reason: { zh: '拒绝的原因', en: 'Why' },
  noPhones: { zh: '不要写手机号', en: 'no phone numbers' },
  seen: {
    zh: (who: string) => `${who} 会看到这个原因，什么都不执行。`,
    en: (who) => `${who} sees it. Nothing is done.`,
  },
})

type Props = Readonly<{
  /** The person who made the request. */
  asker: string
  isBusy: boolean
  error: Error | null
  decline: (reason: string) => void
  cancel: () => void
}>

/** Asks for the reason why a request is declined. */
export function DeclineForm({ asker, isBusy, error, decline, cancel }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <ActForm<Readonly<{ reason: string }>>
      title={t.decline}
      verb={t.decline}
      cancel={cancel}
      isBusy={isBusy}
      error={error}
      consequence={t.seen(asker)}
      submit={({ reason }) => decline(reason)}
    >
      <TextField
        name="reason"
        label={t.reason}
        isRequired
        autoFocus
        autoComplete="off"
        maxLength={200}
        placeholder={t.noPhones}
      />
    </ActForm>
  )
}
