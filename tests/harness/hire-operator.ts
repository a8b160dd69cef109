import { firstSignIn } from './console.ts'
import type { TestServer } from './test-server.ts'

/** The role of an operator in a seller, in all its shops or some. */
export type HeldRole = readonly [sellerId: string, role: string, shops?: readonly string[]]

export type Hired = Readonly<{ name: string; displayName?: string; roles: readonly HeldRole[] }>

/** Creates an operator who signs in and replaces the one-time password. @returns the cookie */
export async function hireOperator(
  server: TestServer,
  { password, ...hired }: Hired & Readonly<{ password: string }>,
): Promise<string> {
  return firstSignIn(server.url, hired.name, await createOperator(server, hired), password)
}

/** Creates an operator. @returns the one-time password */
export async function createOperator(
  { administration }: TestServer,
  { name, displayName = name, roles }: Hired,
): Promise<string> {
  const held = roles.map(([sellerId, role, shops]) => ({ sellerId, role, shops }))
  const made = await administration.createOperator({ name, displayName, roles: held })
  if (made.kind !== 'changed') throw new Error(`the operator ${name} was not created: ${made.kind}`)
  return made.password
}
