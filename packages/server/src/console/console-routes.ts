import { findCurrentSession } from '#domain/administration/sign-in'
import type { PageAnswer, PageRequest, PageRoute } from '#site/page-route'
import { changeOwnPassword, changeOwnTotp, changeSavedView } from './account-requests.ts'
import { sendBadRows } from './bad-rows-request.ts'
import { callMethod } from './call-request.ts'
import { refused } from './console-answers.ts'
import { exportList } from './export-request.ts'
import { createFileReader } from './file-request.ts'
import { endOwnSession, listOwnSessions } from './own-sessions.ts'
import { tokenOf } from './session-cookie.ts'
import { endSession, showSession, startSession } from './session-requests.ts'
import { type ConsoleDependencies, isOwnRequest, type SignedInRequest } from './signed-in-request.ts'

/** `/console/api/*`: sessions of operators, and the calls they make. Every answer is JSON. */
export function consoleRoutes(dependencies: ConsoleDependencies): readonly PageRoute[] {
  const own = (act: (request: PageRequest) => Promise<PageAnswer>): PageRoute['answer'] => {
    return (request) => (isOwnRequest(request) ? act(request) : refused('foreignRequest'))
  }
  const signedIn = (act: SignedInAct) => own((request) => whenSignedIn(request, act, dependencies))
  return [
    { verb: 'POST', path: '/console/api/session', answer: own((request) => startSession(request, dependencies)) },
    { verb: 'DELETE', path: '/console/api/session', answer: own((request) => endSession(request, dependencies)) },
    { verb: 'GET', path: '/console/api/session', answer: signedIn(showSession) },
    { verb: 'GET', path: '/console/api/sessions', answer: signedIn(listOwnSessions) },
    { verb: 'DELETE', path: '/console/api/sessions/:id', answer: signedIn(endOwnSession) },
    { verb: 'POST', path: '/console/api/password', answer: signedIn(changeOwnPassword) },
    { verb: 'POST', path: '/console/api/totp', answer: signedIn(changeOwnTotp) },
    { verb: 'POST', path: '/console/api/views', answer: signedIn(changeSavedView) },
    {
      verb: 'POST',
      path: '/console/api/table',
      takesFile: true,
      answer: signedIn(createFileReader(dependencies.telemetry)),
    },
    { verb: 'POST', path: '/console/api/export', answer: signedIn(exportList) },
    { verb: 'POST', path: '/console/api/bad-rows', answer: signedIn(sendBadRows) },
    { verb: 'POST', path: '/console/api/:method', takesFile: true, answer: signedIn(callMethod) },
  ]
}

type SignedInAct = (input: SignedInRequest, dependencies: ConsoleDependencies) => Promise<PageAnswer>

async function whenSignedIn(
  request: PageRequest,
  act: SignedInAct,
  dependencies: ConsoleDependencies,
): Promise<PageAnswer> {
  const token = tokenOf(request)
  const nowMs = dependencies.clock()
  const current = token === undefined ? undefined : await findCurrentSession(token, nowMs, dependencies)
  if (token === undefined || current === undefined) return refused('signedOut')
  return act({ ...current, request, token, nowMs }, dependencies)
}
