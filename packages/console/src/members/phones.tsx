import { useMutation } from '@tanstack/react-query'
import { type getMember, unmaskMember } from '@yaoquan/api'
import { Button, Popover } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { isOnPhone, useMatches } from '../design/browser-state.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { inPlace } from '../parts/in-place.ts'
import { lazyPart } from '../parts/lazy-part.tsx'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'

const UnmaskForm = lazyPart(async () => (await import('./unmask-form.tsx')).UnmaskForm)

const texts = defineTexts({
  none: { zh: '无', en: 'None' },
  lost: { zh: '（挂失）', en: ' (lost)' },
  replaced: { zh: '（已更换）', en: ' (replaced)' },
  show: { zh: '查看', en: 'Show' },
  showAll: { zh: '查看完整手机号', en: 'Show the full phone' },
})

type Phone = NonNullable<ResultOf<typeof getMember>['member']>['phones'][number]

/** The phones of a member, masked; with a reason, whole for a minute. */
export function Phones({ memberId, phones }: Readonly<{ memberId: string; phones: readonly Phone[] }>): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const [isAsking, setAsking] = useState(false)
  // A form beside the button would leave the page.
  const isOnSmallPage = useMatches(isOnPhone)
  const { numbers, error, isBusy, unmask } = useUnmask(memberId)
  useEffect(() => {
    if (numbers !== undefined) setAsking(false)
  }, [numbers])
  if (phones.length === 0) return t.none
  const states = { active: '', lost: t.lost, replaced: t.replaced }
  const whole = numbers?.map(({ number, state }) => ({ phone: number, state: state as Phone['state'] }))
  return (
    <>
      {(whole ?? phones).map(({ phone, state }) => (
        <span key={phone} className="yq-number">
          {whole === undefined ? phone : <Code text={phone} />}
          {states[state]}
        </span>
      ))}
      {may('unmask') && numbers === undefined && (
        <Popover
          open={isAsking}
          onOpenChange={setAsking}
          trigger="click"
          classNames={{ root: 'yq-off-edge' }}
          getPopupContainer={inPlace}
          placement={isOnSmallPage ? 'bottom' : 'bottomLeft'}
          title={t.showAll}
          content={<UnmaskForm isBusy={isBusy} error={error} submit={unmask} />}
        >
          <Button size="small" type="link" className="yq-inline">
            {t.show}
          </Button>
        </Popover>
      )}
    </>
  )
}

const shownMs = 60_000

type Numbers = NonNullable<ResultOf<typeof unmaskMember>['numbers']>

type Unmask = Readonly<{
  /** Undefined while they are hidden. */
  numbers: Numbers | undefined
  error: Error | null
  isBusy: boolean
  unmask: (reason: string) => void
}>

/** Full phones of a member, for a minute after they were requested. They are not cached. */
function useUnmask(memberId: string): Unmask {
  const { seller } = useSession()
  const [numbers, setNumbers] = useState<Numbers>()
  useEffect(() => {
    if (numbers === undefined) return undefined
    const timer = setTimeout(() => setNumbers(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [numbers])
  const { error, isPending, mutate } = useMutation<ResultOf<typeof unmaskMember>, Error, string>({
    mutationFn: (reason) => callMethod(unmaskMember, { memberId, reason }, { sellerId: seller.id }),
    gcTime: 0,
    onSuccess: (result) => setNumbers(result.numbers ?? []),
  })
  return { numbers, error, isBusy: isPending, unmask: mutate }
}
