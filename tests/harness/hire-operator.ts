import { firstSignIn } from './console.ts'
import type { TestServer } from './test-server.ts'

/** The role of an operator in a seller, in all its shops. */
export type HeldRole = readonly [sellerId: string, role: string]

/** Creates an operator who signs in and replaces the one-time password. @returns the cookie */
export async function hireOperator(
  { administration, url }: TestServer,
  { name, password, roles }: Readonly<{ name: string; password: string; roles: readonly HeldRole[] }>,
): Promise<string> {
  const held = roles.map(([sellerId, role]) => ({ sellerId, role, shops: undefined }))
  const made = await administration.createOperator({ name, displayName: name, roles: held })
  if (made.kind !== 'changed') throw new Error(`the operator ${name} was not created: ${made.kind}`)
  return firstSignIn(url, name, made.password, password)
}
