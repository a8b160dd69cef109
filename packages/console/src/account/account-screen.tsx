import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Descriptions } from 'antd'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { choiceParameter, useSearchState } from '../navigation/search-state.ts'
import { Page } from '../parts/page.tsx'
import { changePassword } from '../session/session.ts'
import { useSessionState } from '../session/session-provider.tsx'
import { PasswordFields, type Passwords } from '../sign-in/password-fields.tsx'
import { AccountPart, type AccountPlace } from './account-part.tsx'
import { Authenticator } from './authenticator.tsx'
import { OwnSessions } from './own-sessions.tsx'
import './account.css'

const texts = defineTexts({
  title: { zh: '我的账户', en: 'My account' },
  name: { zh: '用户名', en: 'Name' },
  displayName: { zh: '姓名', en: 'Full name' },
})

const parameters = { act: choiceParameter(['none', 'password', 'enrol', 'remove']) }

/** What operators decide about themselves: password, authenticator, and where they are signed in. */
export function AccountScreen(): ReactNode {
  const t = useTexts(texts)
  const state = useSessionState()
  const [{ act }, change] = useSearchState(parameters)
  if (state.kind !== 'signed-in') return null
  const { name, displayName, hasTotp } = state.session.operator
  const place = {
    act,
    choose: (chosen: typeof act) => change({ act: chosen }),
    close: () => change({ act: 'none' }),
  }
  return (
    <Page title={t.title}>
      <div className="yq-account">
        <Descriptions
          size="small"
          column={{ xs: 1, sm: 2 }}
          items={[
            { key: 'name', label: t.name, children: name },
            { key: 'displayName', label: t.displayName, children: displayName },
          ]}
        />
        <OwnPassword {...place} />
        <Authenticator {...place} hasTotp={hasTotp} changed={state.signedIn} />
        <OwnSessions />
      </div>
    </Page>
  )
}

const ownPasswordTexts = defineTexts({
  title: { zh: '密码', en: 'Password' },
  note: { zh: '至少 12 个字符；只有您自己知道。', en: 'At least 12 characters, known to you alone.' },
  change: { zh: '修改密码', en: 'Change the password' },
  consequence: {
    zh: '您在其他浏览器上的登录全部退出，本浏览器保持登录。',
    en: 'You are signed out in every other browser, and stay signed in here.',
  },
  done: { zh: '密码已修改', en: 'The password is changed' },
})

/** Changes the own password. */
function OwnPassword({ act, choose, close }: AccountPlace): ReactNode {
  const t = useTexts(ownPasswordTexts)
  const client = useQueryClient()
  const { message } = App.useApp()
  const { isPending, error, mutate, reset } = useMutation({
    mutationFn: changePassword,
    onSuccess: async () => {
      message.success(t.done)
      end()
      await client.invalidateQueries({ queryKey: ['account'] })
    },
  })
  const end = () => {
    reset()
    close()
  }
  const isOpen = act === 'password'
  return (
    <AccountPart
      title={t.title}
      note={t.note}
      act={!isOpen && <Button onClick={() => choose('password')}>{t.change}</Button>}
    >
      {isOpen && (
        <ActForm<Passwords>
          title={t.change}
          verb={t.change}
          consequence={t.consequence}
          isBusy={isPending}
          error={error}
          cancel={end}
          submit={({ present, next }) => mutate({ present, next })}
        >
          <PasswordFields />
        </ActForm>
      )}
    </AccountPart>
  )
}
