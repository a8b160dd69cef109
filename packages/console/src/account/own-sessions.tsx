import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Tag } from 'antd'
import type { ReactNode } from 'react'
import { dayOf, shortMoment } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Dotted } from '../parts/facts.tsx'
import { Failure, Loading } from '../parts/failure.tsx'
import { failureText } from '../parts/failure-text.ts'
import { endOwnSession, fetchOwnSessions, type OwnSession } from '../session/account.ts'
import { AccountPart } from './account-part.tsx'

const texts = defineTexts({
  title: { zh: '登录会话', en: 'Sessions' },
  note: {
    zh: '8 小时不用或登录满 24 小时自动退出。有不认识的会话时，请退出它并修改密码。',
    en: 'A session ends after 8 hours without use, or 24 hours after the sign-in. Sign out any that you do not know, and change the password.',
  },
  signedIn: { zh: (at: string) => `${at} 登录`, en: (at) => `Signed in ${at}` },
  used: { zh: (seen: string) => `最近使用 ${seen}`, en: (seen) => `last used ${seen}` },
  ends: { zh: (at: string) => `${at} 前有效`, en: (at) => `valid until ${at}` },
  here: { zh: '本浏览器', en: 'This browser' },
  end: { zh: '退出', en: 'Sign out' },
  ended: { zh: '已退出该会话', en: 'The session has ended' },
})

const queryKey = ['account', 'sessions'] as const

/** Lists the operator's sessions; ends another one. */
export function OwnSessions(): ReactNode {
  const t = useTexts(texts)
  const { data, error, refetch } = useQuery({ queryKey, queryFn: ({ signal }) => fetchOwnSessions(signal) })
  return (
    <AccountPart title={t.title} note={t.note}>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading rows={2} />}
      <ul className="yq-plain-list yq-account-sessions">
        {data?.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </AccountPart>
  )
}

function SessionRow({ session: { id, createdAt, seenAt, endsAt, isThis } }: Readonly<{ session: OwnSession }>) {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { isPending, mutate } = useMutation({
    mutationFn: endOwnSession,
    // The promise is not returned: it resolves only when the message is gone from the screen.
    onSuccess: () => void message.success(t.ended),
    onError: (failure) => void message.error(failureText(failure, language).title),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  const short = (moment: string) => shortMoment(moment, dayOf(Date.now()))
  return (
    <li>
      <div className="yq-number">
        {t.signedIn(short(createdAt))}
        <div className="yq-soft">
          <Dotted parts={[t.used(short(seenAt)), t.ends(short(endsAt))]} />
        </div>
      </div>
      {isThis ? (
        <Tag>{t.here}</Tag>
      ) : (
        <Button size="small" loading={isPending} onClick={() => mutate(id)}>
          {t.end}
        </Button>
      )}
    </li>
  )
}
