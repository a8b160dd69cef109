import type { Command } from 'commander'
import { type StoreFlags, withAdministration } from '#administration/open-administration'
import { dataOption, jsonOption, storeOption } from '#options/data-options'
import { sessionArgument, unknownSession } from '#options/session-argument'
import { print, printJson } from '#terminal/output'

/** `yaoquan session revoke`: ends a session for good. Takes effect on every server within a second. */
export function addSessionRevoke(session: Command): void {
  session
    .command('revoke')
    .description(
      '吊销会话，一秒内在所有服务器生效，不能恢复 (revoke a session for good; takes effect on every server within a second)',
    )
    .argument(...sessionArgument)
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(revokeOne)
}

async function revokeOne(sessionId: string, flags: StoreFlags & Readonly<{ json?: boolean }>): Promise<void> {
  const outcome = await withAdministration(flags, (administration) => administration.revokeSession(sessionId))
  if (outcome === 'unknown') throw unknownSession(sessionId)
  if (flags.json) printJson({ session_id: sessionId, revoked: true })
  else print(`已吊销 ${sessionId} (revoked)`)
}
