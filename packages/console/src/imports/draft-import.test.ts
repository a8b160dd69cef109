import { addJobItems, createJob, getJob, type ResponseOf } from '@yaoquan/api'
import { encodeResponse } from '@yaoquan/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import { draftImport, firstPart } from './draft-import.ts'

afterEach(() => vi.unstubAllGlobals())

const row = (line: number, characters: number) => ({ line, fields: [{ name: 'name', value: 'x'.repeat(characters) }] })
const rows = (count: number, characters: number) => Array.from({ length: count }, (_, place) => row(place, characters))

test.each([
  ['short rows', rows(450, 10), 0, 200],
  ['the last ones', rows(450, 10), 400, 50],
  ['wide rows', rows(450, 4_000), 0, 49],
  ['a row that is too wide alone', rows(3, 300_000), 1, 1],
  ['no rows', [], 0, 0],
] as const)('a part has as many rows as fit into one call: %s', (_what, all, offset, length) => {
  const part = firstPart(all, offset)
  expect(part).toEqual(all.slice(offset, offset + length))
})

const nothing = { total: 0, pending: 0, done: 0, unchanged: 0, refused: 0 }
const found = {
  willChange: 0,
  unchanged: 0,
  created: 0,
  duplicates: 0,
  repeated: 0,
  knownMembers: 0,
  landlines: 0,
  foreign: 0,
  overLimit: 0,
}
const shownJob: Omit<NonNullable<ResponseOf<typeof getJob>['result']['job']>, 'given' | 'ready'> = {
  jobId: 'J',
  kind: 'import-members',
  state: 'draft',
  createdBy: 'operator:li.na',
  ...nothing,
  createdAt: '2026-11-26 12:00:00',
  preview: { ...found, refusedBy: [] },
}

/** What becomes of a call: `done`, or done without its answer, or rows kept without their end, or nothing. */
type Fate = 'done' | 'unheard' | 'unended' | 'unreached'

/** A server whose calls end so, in order; later ones are done. @returns the calls that reached it */
function serve(fates: readonly Fate[]): readonly string[] {
  const calls: string[] = []
  const left = fates.values()
  vi.stubGlobal('localStorage', { getItem: () => null })
  let [given, ready] = [0, false]
  vi.stubGlobal('fetch', async (path: string, { body }: Readonly<{ body: string }>) => {
    const fate = left.next().value ?? 'done'
    if (fate === 'unreached') throw new TypeError('fetch failed')
    const definition = [createJob, addJobItems, getJob].find(({ name }) => path.endsWith(name)) ?? createJob
    const sent = JSON.parse(body) as Readonly<Record<string, string>>
    const [offset, added] = [Number(sent['offset']), JSON.parse(sent['rows'] ?? '[]') as readonly object[]]
    calls.push(definition === addJobItems ? `${added.length} after ${offset}` : definition.name.replace(/.*\./, ''))
    if (definition === addJobItems) {
      expect([offset, ready]).toEqual([given, false])
      given += added.length
      ready = sent['is_last'] === 'true' && fate !== 'unended'
    }
    if (fate !== 'done') return new Response('<html>504</html>', { status: 504 })
    const result = { success: true, job: { ...shownJob, given, ready } }
    return new Response(encodeResponse(definition, { result }, 'r', 'simplified'))
  })
  return calls
}

async function draft(): Promise<string> {
  const place = { sellerId: '111', signal: new AbortController().signal, progress: () => undefined }
  const input = {
    kind: 'import-members',
    title: 'a.xlsx',
    rows: rows(250, 10),
    columns: undefined,
    answered: [],
  } as const
  return draftImport(input, { ...place, pause: async () => undefined })
}

test.each<[what: string, fates: readonly Fate[], calls: readonly string[]]>([
  ['every answer arrives', [], ['create', '200 after 0', '50 after 200']],
  ['the last one is lost', ['done', 'done', 'unheard'], ['create', '200 after 0', '50 after 200', 'get']],
  ['the end is', ['done', 'done', 'unended'], ['create', '200 after 0', '50 after 200', 'get', '0 after 250']],
  ['a part is', ['done', 'unreached', 'unreached'], ['create', 'get', '200 after 0', '50 after 200']],
])('an import goes on from what its draft has: %s', async (_what, fates, calls) => {
  const heard = serve(fates)
  expect(await draft()).toBe('J')
  expect(heard).toEqual(calls)
})

test('an import whose server stays away fails after some tries', async () => {
  const heard = serve(['done', ...Array<Fate>(9).fill('unreached')])
  await expect(draft()).rejects.toMatchObject({ kind: 'offline' })
  expect(heard).toEqual(['create'])
})
