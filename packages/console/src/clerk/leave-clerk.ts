import type { QueryClient } from '@tanstack/react-query'
import { signOut } from '../session/session.ts'
import { forgetTyped } from './parts/typed.ts'

/**
 * Signs out, if somebody is signed in, and opens the page anew: nothing of what was typed or shown stays.
 * @throws CallError if the server cannot be reached; then everything stays
 */
export async function leaveClerk(client: QueryClient): Promise<void> {
  await signOut()
  forgetTyped()
  client.clear()
  location.replace('/console/clerk')
}
