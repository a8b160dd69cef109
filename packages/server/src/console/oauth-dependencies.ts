import type { OauthDependencies } from '#domain/access/oauth'
import type { NoticeRecorder } from '#domain/events/event-store'
import type { SignInDependencies } from '#domain/people/sign-in'
import type { Stylesheets } from './oauth-page.ts'
import type { ConsoleDependencies } from './signed-in-request.ts'

/** What the pages and the endpoint of OAuth need. */
export type OauthRouteDependencies = OauthDependencies &
  Pick<SignInDependencies, 'sessions' | 'operators'> &
  Pick<ConsoleDependencies, 'listSellers' | 'clock'> &
  Stylesheets &
  Readonly<{ notices: NoticeRecorder }>
