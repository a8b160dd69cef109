import type { App, Seller, Session } from '#domain/access/access-store'
import { removeWebhook, replayWebhooks } from '#domain/administration/change-webhooks'
import { addOperator } from '#domain/administration/create-operator'
import { createSession } from '#domain/administration/open-session'
import { createApp, defaultSettings } from '#domain/administration/register-app'
import { registerSeller } from '#domain/administration/register-seller'
import { addWebhook } from '#domain/administration/register-webhook'
import { type SharedAct, type SharedRequest, systemRequest } from '#domain/lifecycle/shared-act'
import type { Operator } from '#domain/people/operator'
import type { NewWebhook, WebhookKey } from '#domain/webhooks/webhook-store'
import type { Store } from '#store/open-store'

type Refusal = Readonly<{ kind: string }>

/** Does acts of the command line in a test, each time. @returns `done`, or why not */
export function administer({ sharedActs }: Pick<Store, 'sharedActs'>, nowMs = 1) {
  const request: SharedRequest = { ...systemRequest(nowMs), actor: 'operator:cli' }
  async function run<Input, Found, Answer>(act: SharedAct<Input, Found, Answer, Refusal>, input: Input) {
    const written = await sharedActs.runAct(request, act, input)
    return written.kind === 'refused' ? written.refusal.kind : written.kind
  }
  const createSeller = (seller: Seller) => run(registerSeller, seller)
  /** Its sellers are registered before it. */
  async function newApp(app: App) {
    for (const sellerId of app.sellerIds) await createSeller({ sellerId, name: sellerId })
    return run(createApp, { app, shownTo: undefined })
  }
  return {
    request,
    run,
    createSeller,
    createApp: newApp,
    /** An app that does not exist is registered before it. */
    async createSession(token: string, session: Session) {
      const { appKey, sellerId } = session
      const secrets = { appSecret: 'helloworld', secretSetAtMs: 1, oldSecret: undefined }
      await newApp({ ...defaultSettings, ...secrets, appKey, name: 'ERP', sellerIds: [sellerId] })
      return run(createSession, { token, session })
    },
    addWebhook: ({ cursorSeq: afterSeq, ...webhook }: NewWebhook) =>
      run(addWebhook, { ...webhook, afterSeq, isRefused: false }),
    removeWebhook: (key: WebhookKey) => run(removeWebhook, key),
    replayWebhook: (key: WebhookKey, afterSeq: number) => run(replayWebhooks, { ...key, afterSeq }),
    createOperator: (operator: Operator) => run(addOperator, { operator }),
  }
}
