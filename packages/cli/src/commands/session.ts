import type { Command } from 'commander'
import { appFault } from '#administration/app-report'
import { addRequestNo, doneBefore, type NumberedFlags, withNumberedAct } from '#administration/numbered-act'
import { withAdministration } from '#administration/open-administration'
import {
  jsonOption,
  plainKey,
  type SellerFlags,
  type StoreFlags,
  sellerOption,
  storeCommand,
  wholeNumber,
} from '#options/data-options'
import { allowWeakOption, checkStrength } from '#options/strong-text'
import type { SessionEntry } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { instantText, OperationFault, printResult, say } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

/** `yaoquan session …`: the sessions of apps. The store has only digests of their tokens. */
export function addSessionCommands(session: Command): void {
  addCreate(session)
  addList(session)
  addRefresh(session)
  addRevoke(session)
}

type CreateFlags = SellerFlags &
  NumberedFlags &
  Readonly<{ appKey: string; days: number; token?: string; allowWeakSecret?: boolean }>

/** Creates a session for an app and one of its sellers, and prints it, only this once. */
function addCreate(session: Command): void {
  addRequestNo(
    storeCommand(
      session,
      'create',
      say('签发会话，输出 session，请立即存好', 'create a session; prints it: keep it now'),
    ),
  )
    .requiredOption('--app-key <key>', say('应用的 app_key', 'app_key of the app'), plainKey)
    .addOption(sellerOption())
    .option('--days <n>', say('有效天数', 'days until the session expires'), wholeNumber(1, maxDays), 30)
    .option(
      '--token <token>',
      say('登记已有的session，缺省自动生成', 'register this existing session; default: generated'),
      plainKey,
    )
    .addOption(allowWeakOption())
    .addOption(jsonOption())
    .addHelpText('after', example)
    .action(createSession)
}

const maxDays = 36_500

const example = helpNotes({
  examples: ['yaoquan session create --data ./data --app-key 12345678 --seller 111 --days 90'],
})

async function createSession(flags: CreateFlags): Promise<void> {
  const { appKey, seller, days, token } = flags
  checkStrength(token, '--token', flags.allowWeakSecret)
  const outcome = await withNumberedAct(flags, (administration, numbered) =>
    administration.createSession({ appKey, sellerId: seller, days, token, ...numbered }),
  )
  if (outcome.kind === 'done-before') throw doneBefore(createAnother)
  if (outcome.kind !== 'created') throw refusal(outcome.kind, seller)
  const expiresAt = instantText(outcome.expiresAtMs)
  const again = outcome.isReplaced ? { replaced: true } : {}
  const members = { session: outcome.session, app_key: appKey, seller_id: seller, expires_at: expiresAt, ...again }
  const lines = [`session ${outcome.session}`, `expires_at ${expiresAt}`, ...(outcome.isReplaced ? [replacedLine] : [])]
  printResult(flags, members, lines.join('\n'))
}

const replacedLine = say('首次签发的会话已由本次的取代', 'takes the place of the session created first')

const createAnother = { zh: '请另行签发', en: 'Create another session.' } as const

function refusal(kind: 'exists' | 'unknown-app' | 'not-authorized', seller: string): OperationFault {
  if (kind === 'exists') return new OperationFault('该 session 已存在', 'this session already exists')
  if (kind === 'unknown-app') return appFault({ kind })
  return new OperationFault(`应用未获连锁 ${seller} 授权`, `the app does not serve seller ${seller}`)
}

function addList(session: Command): void {
  storeCommand(session, 'list', say('列出会话，以id表示，不含session本身', 'list sessions by id, without their tokens'))
    .option('--app-key <key>', say('只列出该应用的会话', 'only sessions of this app'), plainKey)
    .addOption(jsonOption())
    .action(async (flags: StoreFlags & Readonly<{ appKey?: string }>) => {
      const sessions = await withAdministration(flags, (administration) => administration.listSessions(flags.appKey))
      printResult(flags, { sessions: sessions.map(membersOf) }, listText(columns, sessions, 'sessions'))
    })
}

function membersOf(session: SessionEntry): object {
  return {
    session_id: session.sessionId,
    app_key: session.appKey,
    seller_id: session.sellerId,
    created_at: instantText(session.createdAtMs),
    expires_at: instantText(session.expiresAtMs),
    expired: session.expiresAtMs <= Date.now(),
  }
}

const columns: readonly Column<SessionEntry>[] = [
  ['id', ({ sessionId }) => sessionId],
  ['app_key', ({ appKey }) => appKey],
  [say('连锁', 'Seller'), ({ sellerId }) => sellerId],
  [say('签发于', 'Issued'), ({ createdAtMs }) => instantText(createdAtMs)],
  [say('有效至', 'Expires'), ({ expiresAtMs }) => instantText(expiresAtMs)],
  ['', ({ expiresAtMs }) => (expiresAtMs <= Date.now() ? say('已过期', 'expired') : '')],
]

const sessionArgument = [
  '<session-id>',
  say('session list 列出的会话id', 'session id as printed by session list'),
] as const

function unknownSession(sessionId: string): OperationFault {
  return new OperationFault(`没有会话 ${sessionId}`, `there is no session ${sessionId}; see session list`)
}

/** Extends a session. The token stays the same, so callers need no change. */
function addRefresh(session: Command): void {
  addRequestNo(
    storeCommand(
      session,
      'refresh',
      say(
        '延长会话的有效期，session本身不变，过期的也可延长',
        'extend a session, even an expired one; its token stays the same',
      ),
    ),
  )
    .argument(...sessionArgument)
    .option('--days <n>', say('自现在起的有效天数', 'days from now until it expires'), wholeNumber(1, maxDays), 30)
    .addOption(jsonOption())
    .action(async (sessionId: string, flags: NumberedFlags & Readonly<{ days: number }>) => {
      const outcome = await withNumberedAct(flags, (administration, numbered) =>
        administration.refreshSession(sessionId, flags.days, numbered),
      )
      if (outcome.kind === 'refused') throw unknownSession(sessionId)
      const refreshed = outcome.answer
      const text = `session_id ${sessionId}\nexpires_at ${instantText(refreshed.expiresAtMs)}`
      printResult(flags, membersOf(refreshed), text)
    })
}

function addRevoke(session: Command): void {
  addRequestNo(
    storeCommand(
      session,
      'revoke',
      say(
        '吊销会话，一秒内在所有服务器生效，不能恢复',
        'revoke a session for good; takes effect on every server within a second',
      ),
    ),
  )
    .argument(...sessionArgument)
    .addOption(jsonOption())
    .action(async (sessionId: string, flags: NumberedFlags) => {
      const outcome = await withNumberedAct(flags, (administration, numbered) =>
        administration.revokeSession(sessionId, numbered),
      )
      if (outcome.kind === 'refused') throw unknownSession(sessionId)
      printResult(flags, { session_id: sessionId, revoked: true }, say(`已吊销 ${sessionId}`, `revoked ${sessionId}`))
    })
}
