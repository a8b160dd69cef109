import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { openAdministration, type RawCoupon } from '@yaoquan/server'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ByteSink } from '../../packages/cli/src/export/byte-sink.ts'
import { exportCoupons, exportSheet } from '../../packages/cli/src/export/export-coupons.ts'
import {
  csvFormat,
  gbk,
  ndjsonFormat,
  type RowFormat,
  type TextEncoding,
  utf8,
} from '../../packages/cli/src/export/row-format.ts'
import { importFile } from '../../packages/cli/src/import/import-file.ts'
import { type ImportTarget, importRows } from '../../packages/cli/src/import/import-rows.ts'
import { openCoupons } from '../../packages/cli/src/import/open-source.ts'
import { anyAttribute, anyTermsOf, anyText } from '../../packages/conformance/src/coupon-arbitraries.ts'
import type { IssuedState } from '../../packages/server/src/domain/coupon/coupon.ts'
import { parseCouponDraft, rawCouponOf } from '../../packages/server/src/domain/coupon/coupon-draft.ts'
import type { CouponDraft } from '../../packages/server/src/domain/coupon/coupon-store.ts'
import { openStore, type Store } from '../../packages/server/src/store/open-store.ts'
import { issuerOf } from '../../packages/server/src/testing/issue-drafts.ts'
import type { Administration } from '../harness/test-server.ts'

let folder: string
let store: Store
let administration: Administration
let chains = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-round-trip-'))
  store = await openStore({ dataDir: join(folder, 'data') })
  administration = await openAdministration({ dataDir: join(folder, 'data') })
})

afterAll(async () => {
  await administration.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

type Way = Readonly<{
  name: string
  /** Undefined: an .xlsx file. */
  format: RowFormat | undefined
  encoding: TextEncoding
  mark: string
  replaces: boolean
}>

const ways: readonly Way[] = [
  { name: 'CSV', format: csvFormat, encoding: utf8, mark: '', replaces: false },
  { name: 'CSV for Excel', format: csvFormat, encoding: utf8, mark: '\ufeff', replaces: false },
  { name: 'NDJSON', format: ndjsonFormat, encoding: utf8, mark: '', replaces: false },
  { name: '.xlsx', format: undefined, encoding: utf8, mark: '', replaces: false },
  { name: 'CSV in GBK', format: csvFormat, encoding: gbk, mark: '', replaces: true },
]

/** @param text of all terms but those of which few values are tried */
function anyDraftOf(text: fc.Arbitrary<string>, attribute: fc.Arbitrary<string>): fc.Arbitrary<CouponDraft> {
  return fc.record({
    terms: anyTermsOf({
      text,
      channel: text,
      phone: fc.constantFrom('18612255668', '13900000000', '+4915112345', '内线 12'),
      cardNo: fc.constantFrom('1', '01', '1231321111', '-1'),
      day: fc.constantFrom('0001-01-01', '2018-11-11', '2026-02-28', '9999-12-31'),
      attribute,
    }),
    state: fc.constantFrom<IssuedState>({ kind: 'unused' }, { kind: 'used' }, { kind: 'void' }),
  })
}

const inGbk = new TextDecoder('gbk')
/** GB 2312 and the older extension: GB 18030 put further characters between them later. */
const anyHanzi = fc.oneof(
  fc.tuple(fc.integer({ min: 0xb0, max: 0xf7 }), fc.integer({ min: 0xa1, max: 0xfe })),
  fc.tuple(fc.integer({ min: 0x81, max: 0xa0 }), fc.integer({ min: 0x80, max: 0xfe })),
)
const anyAscii = fc.integer({ min: 0, max: 0x7f }).map((byte) => [byte])
const anyGbkText = fc
  .array(fc.oneof(anyHanzi, anyAscii), { minLength: 1, maxLength: 20 })
  .map((codes) => inGbk.decode(Uint8Array.from(codes.flat())).trim())
  .filter((text) => text !== '' && !/[\ufffd\ue000-\uf8ff]/.test(text))

/** What a store may hold: what the rules of an import refuse never came in. */
const anyGoodDraft = anyDraftOf(anyText, anyAttribute).filter(isStorable)

/** Drafts whose texts GBK has; the others would come back with `?`. Codes and lists of them have no control characters. */
const anyGbkDraft = anyDraftOf(anyGbkText, anyGbkText).map(({ terms, state }) => ({
  terms: { ...terms, channel: undefined, couponId: undefined, shop: undefined, category: undefined },
  state,
}))

function isStorable(draft: CouponDraft): boolean {
  const parsed = parseCouponDraft(rawCouponOf(draft, 0))
  return parsed.kind === 'draft' && isDeepStrictEqual(parsed.draft, draft)
}

it.each(ways)('brings every term and state through $name into another chain', async (way) => {
  const anyOne = way.replaces ? anyGbkDraft.filter(isStorable) : anyGoodDraft
  // A process of its own reads each .xlsx file, which takes a second: there are fewer of them, with more coupons.
  const { numRuns, maxLength } =
    way.format === undefined ? { numRuns: 4, maxLength: 90 } : { numRuns: 40, maxLength: 30 }
  await fc.assert(
    fc.asyncProperty(fc.array(anyOne, { minLength: 1, maxLength }), async (given) => {
      chains += 1
      const [from, to] = [`from-${chains}`, `to-${chains}`]
      const drafts = given.map(({ terms, state }, place) => ({ terms: { ...terms, couponCode: `=c${place}` }, state }))
      await issuerOf(store).issueCoupons(from, drafts, Date.now())
      const { counts, bytes } = await exported(from, way)
      expect(counts).toMatchObject({ rows: drafts.length, replaced: 0 })
      expect(await imported(to, bytes, way)).toEqual({
        rows: drafts.length,
        created: drafts.length,
        existing: 0,
        bad: 0,
      })
      expect(await couponsOf(to)).toEqual(await couponsOf(from))
      expect(await couponsOf(to)).toEqual(drafts.map((draft) => rawCouponOf(draft, Date.now())))
    }),
    { numRuns },
  )
})

async function exported(sellerId: string, way: Way) {
  const pieces: Uint8Array[] = []
  const sink: ByteSink = {
    write: async (bytes) => void pieces.push(bytes),
    finish: async () => undefined,
    discard: async () => undefined,
  }
  const all = { blocks: administration.exportCoupons({ sellerId, filter: {} }), sink, written: () => undefined }
  const { format, encoding, replaces: replacesUnmappable } = way
  const counts = await (format === undefined
    ? exportSheet(all)
    : exportCoupons({ ...all, format, encoding, mark: Buffer.from(way.mark), replacesUnmappable }))
  return { counts, bytes: Buffer.concat(pieces) }
}

async function imported(sellerId: string, bytes: Uint8Array, way: Way) {
  const path = join(folder, way.format === ndjsonFormat ? 'file.ndjson' : 'file')
  await writeFile(path, bytes)
  const source = await openCoupons(path, { encoding: way.replaces ? 'gbk' : 'utf-8' })
  const store: ImportTarget['store'] = async (rows) => {
    const outcomes = await administration.importCoupons({ sellerId, rows })
    return outcomes.map((outcome) => (outcome.kind === 'invalid' ? { kind: outcome.kind, faults: [outcome] } : outcome))
  }
  const file = { source, path, isSpreadsheet: false, questionsOf: () => [] }
  const { counts } = await importFile(file, (rows, report) =>
    importRows(rows, { store, checkRow: () => [], sellerId, channel: undefined, ...report }),
  )
  return counts
}

async function couponsOf(sellerId: string): Promise<readonly RawCoupon[]> {
  const all: RawCoupon[] = []
  for await (const block of administration.exportCoupons({ sellerId, filter: {} })) all.push(...block)
  return all
}
