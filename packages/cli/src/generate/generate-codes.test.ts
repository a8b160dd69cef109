import { expect, it } from 'vitest'
import { OperationFault } from '#terminal/output'
import { type Codes, codeSink, type Generation, generateCodes } from './generate-codes.ts'

type Part = Parameters<Generation['administration']['generateCoupons']>[0]

function generation(changes: Partial<Generation> = {}) {
  const parts: Part[] = []
  const written: string[] = []
  const reported: number[] = []
  const input: Generation = {
    administration: {
      generateCoupons: async (part) => {
        parts.push(part)
        const couponCodes = Array.from({ length: part.count }, (_, n) => `${part.part}-${n}`)
        return { kind: 'done', isAlreadyDone: false, answer: { couponCodes, startDate: 's', endDate: 'e' } }
      },
    },
    sink: {
      write: async ({ couponCodes }) => {
        written.push(...couponCodes)
      },
    },
    seller: '111',
    template: '11',
    count: 2_001,
    outRequestNo: 'N',
    onProgress: (count) => reported.push(count),
    ...changes,
  }
  return { asked: input, parts, written, reported }
}

it('generates a thousand at a time with one request number and writes every code', async () => {
  const { asked, parts, written, reported } = generation()
  await generateCodes(asked)
  expect(parts.map(({ outRequestNo, part, count, total }) => [outRequestNo, part, count, total])).toEqual([
    ['N', 1, 1000, 2001],
    ['N', 2, 1000, 2001],
    ['N', 3, 1, 2001],
  ])
  expect([written.length, new Set(written).size]).toEqual([2001, 2001])
  expect(reported).toEqual([1000, 2000, 2001])
})

it.each<[string, Codes, string]>([
  ['coupons with their days', { couponCodes: ['a', 'b'], startDate: 's', endDate: 'e' }, 'a,s,e\nb,s,e\n'],
  ['reserved codes alone', { couponCodes: ['a', 'b'] }, 'a\nb\n'],
])('writes %s under one header', async (_name, codes, lines) => {
  let text = ''
  const sink = codeSink({
    write: async (bytes) => {
      text += Buffer.from(bytes).toString()
    },
  })
  for (const part of [codes, codes]) await sink.write(part)
  const header = codes.startDate === undefined ? 'coupon_code\n' : 'coupon_code,start_date,end_date\n'
  expect(text).toBe(header + lines + lines)
})

it('reports how many are stored and how to continue when the disk is full', async () => {
  const { asked } = generation()
  let writes = 0
  const write = async () => {
    writes += 1
    if (writes === 2) throw new OperationFault('磁盘已满: codes.csv', 'the disk is full')
  }
  const failing = generateCodes({ ...asked, sink: { ...asked.sink, write } })
  await expect(failing).rejects.toThrow(/磁盘已满: codes.csv；已入库 2000 张.*--out-request-no N /)
})

it.each([
  [{ kind: 'template-not-found' }, /优惠券模板不存在/],
  [{ kind: 'template-closed' }, /优惠券模板已关闭/],
  [{ kind: 'template-not-published', publishAt: undefined }, /优惠券模板是草稿/],
  [
    { kind: 'template-not-published', publishAt: '2026-12-01 00:00:00' },
    /优惠券模板尚未发布，2026-12-01 00:00:00 发布/,
  ],
  [{ kind: 'stock-exhausted', left: 7 }, /库存不足，剩余 7 张/],
] as const)('a refusal %j is reported in Chinese', async (refusal, message) => {
  const { asked } = generation({ administration: { generateCoupons: async () => ({ kind: 'refused', refusal }) } })
  await expect(generateCodes(asked)).rejects.toThrow(message)
})

it('reports a request number that was used for something else', async () => {
  const { asked } = generation({ administration: { generateCoupons: async () => ({ kind: 'conflict' }) } })
  await expect(generateCodes(asked)).rejects.toThrow(/请求号 N 已用于内容不同的请求/)
})
