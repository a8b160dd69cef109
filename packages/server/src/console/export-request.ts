import { maskCard, maskPhone, problemOfReason } from '@yaoquan/api'
import { dayOf } from '#domain/dates'
import { listExportNotice } from '#domain/events/notices'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { AnswerConsole, ConsoleAnswer, ConsoleCall } from '#gateway/answer-console'
import { json, membersOf, type PageAnswer } from '#site/page-route'
import { chosenSeller, mayAct } from './chosen-seller.ts'
import { refused, refusedLimited } from './console-answers.ts'
import { type ExportedList, type ExportedPage, exportedLists } from './exported-lists.ts'
import { type FileFormat, fileAnswer } from './file-answer.ts'
import type { ConsoleDependencies, SignedInRequest } from './signed-in-request.ts'

type Input = Readonly<{
  list: keyof typeof exportedLists
  /** Fields of the method that reads the list, by wire names. */
  filter: Readonly<Record<string, unknown>>
  language: 'zh' | 'en'
  format: FileFormat
  /** Why phones and cards are shown in full; undefined for a masked file. */
  fullReason: string | undefined
}>

/**
 * `POST /console/api/export` {list, filter, language, format, full_reason?}: every row of a list that matches a filter, as CSV or .xlsx. Pages are read by the method of the list, with the rights of the operator, as the reader takes them; so
 * memory does not grow with the list. It is recorded before the first row.
 */
export async function exportList(input: SignedInRequest, dependencies: ConsoleDependencies): Promise<PageAnswer> {
  const chosen = chosenSeller(input)
  if ('refusal' in chosen) return chosen.refusal
  const wanted = readInput(input.request.body)
  if (wanted === undefined) return refused('invalidRequest')
  const { list: name, filter, language, format, fullReason } = wanted
  if (fullReason !== undefined && !mayAct(chosen.role, ['unmask'])) return refused('actNotAllowed')
  const problem = fullReason === undefined ? undefined : problemOfReason(fullReason)
  if (problem !== undefined) return refused('weakReason', problem)
  const { sellerId, role, shops } = chosen
  const nowMs = dependencies.clock(sellerId)
  const list = exportedLists[name]({ language, today: dayOf(nowMs) })
  const { name: operator } = input.operator
  const call = {
    operator: { name: operator, shops },
    role,
    sellerId,
    ip: input.request.ip,
    masksPhones: fullReason === undefined,
  }
  const pages = pagesOf({ ...call, list, filter }, dependencies.answerConsole)
  const first = await pages.next()
  if (first.done) return refused('invalidRequest')
  if (first.value.kind === 'refused') {
    const { body, isForbidden, limited } = first.value
    return limited === undefined ? { ...json({}, isForbidden ? 403 : 200), body } : refusedLimited(limited, nowMs)
  }
  const origin = { sellerId, atMs: nowMs, actor: `operator:${operator}`, requestId: first.value.requestId }
  const facts = { list: name, filters: maskedFilter(filter), reason: fullReason && maskPhonesInText(fullReason).text }
  await dependencies.notices.recordNotice(listExportNotice(origin, facts))
  const titles = list.titles.map((title) => title[language])
  return fileAnswer({ name, format, titles, rows: rowsOf(first.value, pages) })
}

function readInput(body: string): Input | undefined {
  const { list, filter, language, format, full_reason: reason } = membersOf(body) ?? {}
  if (typeof list !== 'string' || !isList(list) || typeof filter !== 'object' || filter === null) return undefined
  const fullReason = typeof reason === 'string' ? reason.trim().slice(0, 256) : undefined
  return {
    list,
    filter: { ...filter },
    language: language === 'en' ? 'en' : 'zh',
    format: format === 'xlsx' ? 'xlsx' : 'csv',
    fullReason,
  }
}

function isList(name: string): name is Input['list'] {
  return Object.hasOwn(exportedLists, name)
}

type PagesToRead = Omit<ConsoleCall, 'method' | 'body'> & Readonly<{ list: ExportedList; filter: Input['filter'] }>

type ReadPage =
  | (ExportedPage & Readonly<{ kind: 'page'; requestId: string }>)
  | (ConsoleAnswer & Readonly<{ kind: 'refused' }>)

/** @throws Error if a page after the first is refused: the file must not look complete */
async function* pagesOf(
  { list, filter, ...call }: PagesToRead,
  answerConsole: AnswerConsole,
): AsyncGenerator<ReadPage> {
  let cursor: string | undefined
  do {
    const body = JSON.stringify({ ...filter, cursor, limit: pageRows })
    const isContinued = cursor !== undefined
    const answer = await answerConsole({ ...call, method: list.method, body, isContinued })
    const page = list.readPage(new TextDecoder().decode(answer.body))
    if (page === undefined) {
      if (cursor !== undefined) throw new Error(`a page of an export of ${list.method} was refused`)
      return yield { kind: 'refused', ...answer }
    }
    yield { kind: 'page', ...page }
    cursor = page.nextCursor
  } while (cursor !== undefined)
}

/** The most that the methods give. */
const pageRows = 200

async function* rowsOf(first: ReadPage, others: AsyncIterable<ReadPage>): AsyncGenerator<ExportedPage['rows']> {
  yield rowsOfPage(first)
  for await (const page of others) yield rowsOfPage(page)
}

function rowsOfPage(page: ReadPage): ExportedPage['rows'] {
  return page.kind === 'page' ? page.rows : []
}

/** A filter as the event may show it. */
function maskedFilter(filter: Input['filter']): Readonly<Record<string, string>> {
  const shown = Object.entries(filter).flatMap(([name, value]) => {
    if (value === undefined || value === null || value === '') return []
    const text = String(value).slice(0, 64)
    if (name === 'phone') return [[name, maskPhone(text)] as const]
    if (name === 'card_no') return [[name, maskCard(text)] as const]
    return [[name, maskPhonesInText(text).text] as const]
  })
  return Object.fromEntries(shown)
}
