import { Descriptions } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { choiceParameter, useSearchState } from '../navigation/search-state.ts'
import { Page } from '../parts/page.tsx'
import { useSessionState } from '../session/session-provider.tsx'
import { Authenticator } from './authenticator.tsx'
import { OwnPassword } from './own-password.tsx'
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
