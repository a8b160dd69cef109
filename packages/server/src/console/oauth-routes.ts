import type { PageRoute } from '#site/page-route'
import { askConsent, decideConsent, startAuthorization } from './oauth-authorize.ts'
import type { OauthRouteDependencies } from './oauth-page.ts'
import { answerToken } from './oauth-token.ts'

/** OAuth 2.0 as TOP has it (docs/reference/top-protocol.md, 8): apps get sessions that an owner of the seller allowed. */
export function oauthRoutes(dependencies: OauthRouteDependencies): readonly PageRoute[] {
  return [
    { verb: 'GET', path: '/oauth/authorize', answer: (request) => startAuthorization(request, dependencies) },
    { verb: 'GET', path: '/console/authorize', answer: (request) => askConsent(request, dependencies) },
    { verb: 'POST', path: '/console/authorize', answer: (request) => decideConsent(request, dependencies) },
    { verb: 'POST', path: '/oauth/token', answer: (request) => answerToken(request, dependencies) },
  ]
}
