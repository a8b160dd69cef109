import type { ManageDependencies } from '#domain/administration/manage-operators'
import type { CurrentSession, SignInDependencies } from '#domain/administration/sign-in'
import type { NoticeRecorder } from '#domain/events/event-store'
import type { JobStore } from '#domain/jobs/job-store'
import type { SavedViews } from '#domain/people/saved-view'
import type { PolicyReader } from '#domain/policy/seller-policy'
import type { AnswerConsole } from '#gateway/answer-console'
import type { PageRequest } from '#site/page-route'
import type { PeopleTelemetry } from '#telemetry/record-people'

export type ConsoleDependencies = SignInDependencies &
  ManageDependencies &
  Readonly<{
    answerConsole: AnswerConsole
    /** Names of sellers, by seller id. */
    listSellers: () => Promise<readonly Readonly<{ sellerId: string; name: string }>[]>
    policies: PolicyReader
    views: SavedViews
    telemetry: PeopleTelemetry
    /** Whether a password is among those that are tried first. */
    isCommonPassword: (password: string) => boolean
    notices: NoticeRecorder
    jobs: Pick<JobStore, 'findJob' | 'listItems'>
    /** Epoch milliseconds; in a sandbox each seller may have a clock of its own. */
    clock: (sellerId?: string) => number
  }>

/** A request of an operator who is signed in. */
export type SignedInRequest = CurrentSession & Readonly<{ request: PageRequest; token: string; nowMs: number }>

/**
 * Whether a request comes from a page of this server: it has a header and a content type that pages of other sites may not
 * send, and where the browser says from which page it comes, that is one of ours. The cookie is strict besides.
 */
export function isOwnRequest(request: PageRequest): boolean {
  const { headers, body } = request
  // A file is read after this check; the header alone keeps pages of other sites from sending one.
  const isJson = body === '' || /^application\/json\b/i.test(headers['content-type'] ?? '')
  return headers['x-yaoquan-console'] === '1' && isJson && isFromOwnPage(request)
}

/** Whether a request comes from a page of this server, as far as the browser says. */
export function isFromOwnPage({ headers }: PageRequest): boolean {
  const site = headers['sec-fetch-site']
  return (site === undefined || site === 'same-origin') && isOwnOrigin(headers)
}

function isOwnOrigin(headers: PageRequest['headers']): boolean {
  const { origin } = headers
  if (origin === undefined) return true
  return URL.parse(origin)?.host === (headers['x-forwarded-host'] ?? headers['host'])
}
