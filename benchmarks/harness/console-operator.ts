import type { MethodDefinition, RequestOf, ResponseOf } from '@yaoquan/api'
import { decodeJsonResponse, encodeRequest } from '@yaoquan/protocol'
import { openAdministration } from '@yaoquan/server'
import { firstSignIn } from '../../tests/harness/console.ts'
import { sellerId } from './large-seller.ts'

/** An operator who is signed in at the console of a server. */
export type Operator = Readonly<{
  name: string
  password: string
  cookie: string
  /**
   * Calls a method as the console's page does.
   * @throws Error for an answer that is no result
   */
  call: <M extends MethodDefinition>(definition: M, request: RequestOf<M>) => Promise<ResponseOf<M>>
  /** Posts to `/console/api/<path>`. */
  post: (path: string, body: object) => Promise<Response>
}>

const password = 'correct horse battery'

/** Creates an operator of a name that nobody has, with all rights, and signs in. */
export async function signInOperator(dataDir: string, url: string): Promise<Operator> {
  const name = `bench-${Date.now().toString(36)}`
  const administration = await openAdministration({ dataDir })
  const roles = [{ sellerId, role: 'owner', shops: undefined }]
  const made = await administration.createOperator({ name, displayName: '测量', roles })
  await administration.close()
  if (made.kind !== 'changed') throw new Error(`no operator was created: ${made.kind}`)
  const cookie = await firstSignIn(url, name, made.password, password)
  const post = (path: string, body: object) =>
    fetch(`${url}/console/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yaoquan-console': '1', 'x-yaoquan-seller': sellerId, cookie },
      body: JSON.stringify(body),
    })
  return {
    name,
    password,
    cookie,
    post,
    async call(definition, request) {
      const answer = await post(definition.name, encodeRequest(definition, request))
      const text = await answer.text()
      if (answer.status !== 200) throw new Error(`${definition.name} was answered with ${answer.status}`)
      const decoded = decodeJsonResponse(definition, text, 'simplified')
      if (decoded.kind !== 'response') throw new Error(`${definition.name}: ${text.slice(0, 300)}`)
      return decoded.response
    },
  }
}
