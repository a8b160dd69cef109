import { type Command, Option } from 'commander'
import { type StoreFlags, withAdministration } from '#administration/open-administration'
import { dataOption, jsonOption, plainKey, storeOption } from '#options/data-options'
import type { SessionEntry } from '#server'
import { instantText } from '#terminal/moment-text'
import { print, printJson } from '#terminal/output'
import { table } from '#terminal/table'

type ListFlags = StoreFlags & Readonly<{ appKey?: string; json?: boolean }>

/** `yaoquan session list`: lists sessions by id. The store has only digests of the tokens. */
export function addSessionList(session: Command): void {
  session
    .command('list')
    .description('列出会话，以id表示，不含session本身 (list sessions by id, without their tokens)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(new Option('--app-key <key>', '只列出该应用的会话 (only sessions of this app)').argParser(plainKey))
    .addOption(jsonOption())
    .action(listAll)
}

async function listAll(flags: ListFlags): Promise<void> {
  const sessions = await withAdministration(flags, (administration) => administration.listSessions(flags.appKey))
  if (flags.json) printJson({ sessions: sessions.map(sessionMembers) })
  else print(`${table(titles)(sessions.map(cellsOf))}\n共 ${sessions.length} 个 (sessions in total)`)
}

/** A session as JSON members. */
export function sessionMembers(session: SessionEntry): object {
  return {
    session_id: session.sessionId,
    app_key: session.appKey,
    seller_id: session.sellerId,
    created_at: instant(session.createdAtMs),
    expires_at: instant(session.expiresAtMs),
    expired: session.expiresAtMs <= Date.now(),
  }
}

const titles = ['id', 'app_key', '连锁', '签发于', '有效至', '']

function cellsOf({ sessionId, appKey, sellerId, createdAtMs, expiresAtMs }: SessionEntry): readonly string[] {
  const state = expiresAtMs <= Date.now() ? '已过期 expired' : ''
  return [sessionId, appKey, sellerId, instant(createdAtMs), instant(expiresAtMs), state]
}

function instant(epochMs: number): string {
  return instantText(epochMs)
}
