import { type Command, Option } from 'commander'
import { type StoreFlags, withAdministration } from '#administration/open-administration'
import { dataOption, jsonOption, storeOption, wholeNumber } from '#options/data-options'
import { sessionArgument, unknownSession } from '#options/session-argument'
import { instantText } from '#terminal/moment-text'
import { print, printJson } from '#terminal/output'
import { sessionMembers } from './session-list.ts'

type RefreshFlags = StoreFlags & Readonly<{ days: number; json?: boolean }>

/** `yaoquan session refresh`: extends a session. The token stays the same, so callers need no change. */
export function addSessionRefresh(session: Command): void {
  session
    .command('refresh')
    .description(
      '延长会话的有效期，session本身不变，过期的也可延长 (extend a session, even an expired one; its token stays the same)',
    )
    .argument(...sessionArgument)
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(
      new Option('--days <n>', '自现在起的有效天数 (days from now until it expires)')
        .argParser(wholeNumber(1, 36_500))
        .default(30),
    )
    .addOption(jsonOption())
    .action(refreshOne)
}

async function refreshOne(sessionId: string, flags: RefreshFlags): Promise<void> {
  const session = await withAdministration(flags, (administration) =>
    administration.refreshSession(sessionId, flags.days),
  )
  if (session === undefined) throw unknownSession(sessionId)
  if (flags.json) printJson(sessionMembers(session))
  else print(`session_id ${sessionId}\nexpires_at ${instantText(session.expiresAtMs)}`)
}
