/** A coupon, template or phone that stands in every test chain. */
export type Fixture = Readonly<{ code: string; kind: 'coupon' | 'template' | 'member'; zh: string; en: string }>

export type SeenDelivery = Readonly<{
  at: string
  headers: Readonly<Record<string, string>>
  body: string
  isSignatureRight: boolean
  status: number
}>

/** How a test app stands. */
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
    deliveries: readonly SeenDelivery[]
  }>
}>

export type TestApp = Readonly<{ appKey: string; appSecret: string }>

/** Asks the sandbox of this server, in the name of one app. @throws Error with the server's own words when it refuses */
export async function askSandbox(
  action: 'state' | 'clock' | 'fault' | 'hook',
  app: TestApp,
  members: Readonly<Record<string, unknown>> = {},
): Promise<SandboxState> {
  return post<SandboxState>(action, { ...members, app_key: app.appKey, app_secret: app.appSecret })
}

/** Makes a test app. */
export async function makeTestApp(): Promise<TestApp> {
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
