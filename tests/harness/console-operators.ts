import { expect } from 'vitest'
import { askConsole, signIn } from './console.ts'
import { createOperator, hireOperator } from './hire-operator.ts'
import type { TestServer } from './test-server.ts'

export const operatorPassword = 'correct horse battery'

/** The operators of a seller. Tests call them by short names; on a shared server a number follows in the names they sign in by. */
export type ConsoleOperators = Readonly<{
  /** Creates an operator who has signed in once, with `operatorPassword`. */
  createOperator(operator: string, role: string, shops?: readonly string[]): Promise<void>
  /** An operator who never signed in, and the one-time password. */
  newcomer(): Promise<Readonly<{ name: string; password: string }>>
  /** The cookie of a session. An operator that nobody created has the role of that name, and works for other sellers later. */
  sessionOf(operator: string): Promise<string>
  /** The name by which an operator signs in. */
  nameOf(operator: string): string
}>

const displayNames: Readonly<Record<string, string>> = {
  owner: '王芳',
  service: '刘洋',
  auditor: '赵敏',
  newcomer: '陈静',
}

/** The seller for which the operators of this process work, one per role. Passwords take more time than anything else they do. */
const employers = new Map<string, string>()
/** Sessions of operators by name; undefined for one who has none that is known here. */
const sessions = new Map<string, string | undefined>()

export function consoleOperators(server: TestServer): ConsoleOperators {
  const { administration, sellerId, url } = server
  const isShared = sellerId !== '111'
  const created = new Set<string>()

  function nameOf(operator: string): string {
    if (!isShared) return operator
    return created.has(operator) ? `${operator}.${sellerId}` : `${operator}.${process.pid}`
  }

  const hired = (operator: string, role: string, shops?: readonly string[]) => ({
    name: nameOf(operator),
    displayName: displayNames[operator] ?? operator,
    roles: [shops === undefined ? ([sellerId, role] as const) : ([sellerId, role, shops] as const)],
  })

  /** Has the operator of a role work for this seller. */
  async function employ(role: string): Promise<void> {
    const name = nameOf(role)
    const employer = employers.get(name)
    if (employer === sellerId) return
    employers.set(name, sellerId)
    if (employer === undefined) {
      sessions.set(name, await hireOperator(server, { ...hired(role, role), password: operatorPassword }))
      return
    }
    await administration.setOperatorRole(name, { sellerId, role, shops: undefined })
    await administration.revokeOperatorRole(name, employer)
    const cookie = sessions.get(name)
    await expect.poll(async () => JSON.stringify((await askSession(cookie)).body)).not.toContain(employer)
  }

  const askSession = (cookie: string | undefined) => askConsole(url, 'session', { verb: 'GET', cookie })
  let newcomer: Promise<Readonly<{ name: string; password: string }>> | undefined

  return {
    nameOf,
    async createOperator(operator, role, shops) {
      created.add(operator)
      await hireOperator(server, { ...hired(operator, role, shops), password: operatorPassword })
    },
    newcomer() {
      created.add('newcomer')
      const name = nameOf('newcomer')
      newcomer ??= createOperator(server, hired('newcomer', 'owner')).then((password) => ({ name, password }))
      return newcomer
    },
    async sessionOf(operator) {
      if (!created.has(operator)) await employ(operator)
      const name = nameOf(operator)
      const known = sessions.get(name)
      if (known !== undefined && (await askSession(known)).status === 200) return known
      const opened = await signIn(url, name, operatorPassword)
      sessions.set(name, opened)
      return opened
    },
  }
}
