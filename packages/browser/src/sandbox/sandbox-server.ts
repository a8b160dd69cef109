/** A coupon, template or phone number in the data of every test seller. */
export type Fixture = Readonly<{ code: string; kind: 'coupon' | 'template' | 'member'; zh: string; en: string }>

export type ReceivedDelivery = Readonly<{
  at: string
  headers: Readonly<Record<string, string>>
  body: string
  isSignatureRight: boolean
  status: number
}>

/** The state of a test app. */
export type SandboxState = Readonly<{
  seller_id: string
  clock: string
  ahead_seconds: number
  fault?: Readonly<{ kind: string; calls: number; seconds: number; method?: string }>
  fixtures: readonly Fixture[]
  hook?: Readonly<{
    url: string
    secret: string
    answer: Readonly<{ status: number; delaySeconds: number }>
    deliveries: readonly ReceivedDelivery[]
  }>
}>

export type TestApp = Readonly<{ appKey: string; appSecret: string }>

/** Calls the sandbox on behalf of an app. @throws Error with the server's message if it refuses */
export async function callSandbox(
  action: 'state' | 'clock' | 'fault' | 'hook',
  app: TestApp,
  members: Readonly<Record<string, unknown>> = {},
): Promise<SandboxState> {
  return post<SandboxState>(action, { ...members, app_key: app.appKey, app_secret: app.appSecret })
}

/** Creates a test app. */
export async function createTestApp(): Promise<TestApp> {
  const made = await post<Readonly<{ app_key: string; app_secret: string }>>('apps', {})
  return { appKey: made.app_key, appSecret: made.app_secret }
}

async function post<Answer>(action: string, members: object): Promise<Answer> {
  const response = await fetch(`/sandbox/api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(members),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error)
  return answer
}
