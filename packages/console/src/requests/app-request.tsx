import { useNavigate } from '@tanstack/react-router'
import { refuseRequest } from '@yaoquan/api'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../acts/act-form.tsx'
import { shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { presetName } from '../names/preset-names.ts'
import { Failure } from '../parts/failure.tsx'
import { useSession } from '../session/session-provider.tsx'
import { DeclineForm } from './decline-form.tsx'
import { type AppRequestKind, isWithSecret, RequestRow, type WaitingRequest } from './request-row.tsx'

const texts = defineTexts({
  create: {
    zh: (name: string, grants: string) => `登记应用「${name}」，权限 ${grants}`,
    en: (name, grants) => `Register the app “${name}”, grants: ${grants}`,
  },
  rotate: { zh: (app: string) => `更换 ${app} 的密钥`, en: (app) => `Rotate the secret of ${app}` },
  widen: {
    zh: (app: string, grants: string) => `把 ${app} 的权限改为 ${grants}`,
    en: (app, grants) => `Change the grants of ${app}: ${grants}`,
  },
  enable: { zh: (app: string) => `重新启用 ${app}`, en: (app) => `Enable ${app} again` },
  asked: {
    zh: (who: string, at: string, until: string) => `${who} ${at} 提交，${until} 前有效`,
    en: (who, at, until) => `${who} asked at ${at}; it waits until ${until}`,
  },
  own: {
    zh: (at: string, until: string) => `您 ${at} 提交，等负责人办理，${until} 前有效`,
    en: (at, until) => `You asked at ${at}; an owner has until ${until} to do it`,
  },
  done: {
    zh: (who: string, at: string, rest: string) => `已办理：${who} ${at}${rest}`,
    en: (who, at, rest) => `Done by ${who} at ${at}${rest}`,
  },
  askForSecret: { zh: (who: string) => `，密钥请向${who}索取`, en: (who) => `; ${who} gives you the secret` },
  declined: {
    zh: (who: string, at: string, reason: string) => `已拒绝：${who} ${at}，${reason}`,
    en: (who, at, reason) => `Declined by ${who} at ${at}: ${reason}`,
  },
  carryOut: { zh: '办理', en: 'Carry out' },
  decline: { zh: '拒绝', en: 'Decline' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
  isDeclined: { zh: '已拒绝，什么都没有执行', en: 'Declined; nothing was done' },
  isWithdrawn: { zh: '已撤回', en: 'Withdrawn' },
})

type Props = Readonly<{ request: WaitingRequest; kind: AppRequestKind; nameOf: (actor: string) => string }>

/** The form of the screen Integration that carries a request out. */
const formOf: Readonly<Record<AppRequestKind, string>> = {
  'create-app': 'create',
  'rotate-app': 'rotate',
  'widen-app': 'edit',
  'enable-app': 'switch',
}

/** What a developer asked for of an app: an owner carries it out or declines; the developer sees what came of it. */
export function AppRequest({ request, kind, nameOf }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const today = useToday()
  const navigate = useNavigate()
  const mayCarryOut = useSession().may('apps')
  const [isDeclining, setDeclining] = useState(false)
  const { requestId, reason, own, verdict, appKey, askedBy } = request
  const refusing = useAct(refuseRequest, {
    tell: () => ({ text: own ? t.isWithdrawn : t.isDeclined }),
    close: () => setDeclining(false),
  })
  const search = { act: formOf[kind], of: kind === 'create-app' ? undefined : appKey, request: requestId }
  return (
    <>
      <RequestRow sentence={sentence()} reason={reason} status={status()}>
        {verdict === undefined && mayCarryOut && (
          <Button size="small" onClick={() => void navigate({ to: '/integration', search: search as never })}>
            {t.carryOut}
          </Button>
        )}
        {verdict === undefined && !own && !isDeclining && (
          <Button size="small" onClick={() => setDeclining(true)}>
            {t.decline}
          </Button>
        )}
        {verdict === undefined && own && (
          <Button size="small" loading={refusing.isBusy} onClick={() => refusing.run({ requestId })}>
            {t.withdraw}
          </Button>
        )}
      </RequestRow>
      {isDeclining && (
        <DeclineForm
          asker={nameOf(askedBy)}
          isBusy={refusing.isBusy}
          error={refusing.error}
          decline={(why) => refusing.run({ requestId, reason: why })}
          cancel={() => setDeclining(false)}
        />
      )}
      {!isDeclining && refusing.error !== null && <Failure error={refusing.error} />}
    </>
  )

  function sentence(): string {
    const { name = '' } = request
    const grants = presetName(request.preset ?? '', language)
    const app = nameOf(`app:${appKey}`)
    switch (kind) {
      case 'create-app':
        return t.create(name, grants)
      case 'rotate-app':
        return t.rotate(app)
      case 'widen-app':
        return t.widen(app, grants)
      case 'enable-app':
        return t.enable(app)
    }
  }

  function status(): string {
    const { askedAt, waitsUntil, decidedBy = '', decidedAt = askedAt, refusalReason = '' } = request
    const [at, until, decided] = [askedAt, waitsUntil, decidedAt].map((moment) => shortMoment(moment, today))
    const who = nameOf(decidedBy)
    switch (verdict) {
      case undefined:
        return own ? t.own(at ?? '', until ?? '') : t.asked(nameOf(askedBy), at ?? '', until ?? '')
      case 'refused':
        return t.declined(who, decided ?? '', refusalReason)
      default: {
        const key = kind === 'create-app' ? ` · app_key ${appKey}` : ''
        return t.done(who, decided ?? '', `${key}${isWithSecret(kind) ? t.askForSecret(who) : ''}`)
      }
    }
  }
}
