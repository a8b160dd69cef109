type Allowing = Readonly<{
  app: Readonly<{ appKey: string; appSecret: string; redirectUri: string }>
  /** Of an owner's session at the console. */
  cookie: string
}>

/** An owner allows an app by OAuth, which then fetches its session. */
export async function allowApp(url: string, { app, cookie }: Allowing): Promise<void> {
  const { appKey, appSecret, redirectUri } = app
  const input = { response_type: 'code', client_id: appKey, redirect_uri: redirectUri }
  const decided = new URLSearchParams({ ...input, seller: '111', decision: 'allow' })
  const page = await fetch(`${url}/console/authorize`, { method: 'POST', body: decided, headers: { cookie } })
  const code = /code=([\w-]{43})/.exec(await page.text())?.[1] ?? ''
  const values = { client_id: appKey, client_secret: appSecret, redirect_uri: redirectUri, code }
  const body = new URLSearchParams({ ...values, grant_type: 'authorization_code' })
  const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body })
  if (!answer.ok) throw new Error(`the app got no session: ${await answer.text()}`)
}
