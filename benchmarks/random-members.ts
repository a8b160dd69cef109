import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { otherCheckout } from './fairness.ts'
import { type ChildServer, startChild } from './harness/child-server.ts'
import { type DataOptions, dataOptions } from './harness/data-options.ts'
import { buildLargeSeller, memberCount, memberPhone, sellerSize } from './harness/large-seller.ts'
import { median, prepareLoad, warmUp } from './harness/load.ts'
import { signedBody } from './harness/signed-body.ts'

const seconds = Number(process.env['BENCH_SECONDS'] ?? 1)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
/** Members whose pages are asked for again and again, after all of them were asked for while the server warmed up. */
const knownMembers = 5_000
/** More than a server answers in a round. */
const maxRandomMembers = 100_000

type Rate = Readonly<{ perSecond: number; processorUs: number }>
type Round = Readonly<Record<'known' | 'random' | 'bare', Rate>>
type Side = Readonly<{ name: string; serve: readonly string[]; rounds: Round[] }>
type Loader = Awaited<ReturnType<typeof prepareLoad>>
type Loads = Readonly<{ known: Loader; random: Loader; randomMembers: number; bare: ChildServer }>

/**
 * Measures pages by phone of members whom nobody asked for before, beside pages that are asked for again. Each round starts a new server,
 * since a member is unknown to a process only once.
 * @param against another checkout of the project, measured in turn with this one
 * @returns a Markdown table
 * @throws Error if a server answered more calls in a round than there are members
 */
export async function benchmarkRandomMembers(
  { coupons, dataDir }: DataOptions,
  against: string | undefined,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-random-'))
  try {
    const data = dataDir ?? join(folder, 'data')
    await buildLargeSeller({ dataDir: data }, sellerSize(coupons), () => undefined)
    const sides = sidesOf(data, against)
    await measure(sides, { coupons, folder })
    return tableOf(sides)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Bench = Readonly<{ coupons: number; folder: string }>

async function measure(sides: readonly Side[], { coupons, folder }: Bench): Promise<void> {
  const members = memberCount(sellerSize(coupons))
  const bodyOf = (n: number) =>
    signedBody({ page_size: 10, page_num: 1, phone: memberPhone((n * 7919) % members) }, 'json')
  const randomMembers = Math.min(maxRandomMembers, members - knownMembers)
  const known = Array.from({ length: knownMembers }, (_, n) => bodyOf(n))
  const random = Array.from({ length: randomMembers }, (_, n) => bodyOf(knownMembers + n))
  const bare = await startBare(folder, { serve: sides[0]?.serve ?? [], body: known[0] ?? '' })
  try {
    const loads = {
      known: await prepareLoad(folder, 'known', known),
      random: await prepareLoad(folder, 'random', random),
      randomMembers,
      bare,
    }
    await loads.known(bare.url, 1)
    for (let round = 0; round < rounds; round += 1) {
      for (const { serve, rounds } of sides) rounds.push(await measureRound(serve, loads, folder))
    }
  } finally {
    await bare.stop()
  }
}

function sidesOf(dataDir: string, against: string | undefined): readonly Side[] {
  const serve = (checkout: string, ...options: readonly string[]) => {
    return [join(checkout, 'packages/cli/bin/yaoquan.js'), 'serve', '--port', '0', '--data', dataDir, ...options]
  }
  const checkouts = [['', process.cwd()] as const, ...(against === undefined ? [] : [['other, ', against] as const])]
  return checkouts.flatMap(([name, checkout]) => [
    { name: `${name}without page cache`, serve: serve(checkout, '--cached-coupons', '0'), rounds: [] },
    { name: `${name}with page cache`, serve: serve(checkout), rounds: [] },
  ])
}

/** Bare node:http that returns the bytes of one of our answers. */
async function startBare(
  folder: string,
  { serve, body }: Readonly<{ serve: readonly string[]; body: string }>,
): Promise<ChildServer> {
  const server = await startChild(serve, join(folder, 'log'))
  try {
    const answer = await fetch(`${server.url}/router/rest`, { method: 'POST', body: new URLSearchParams(body) })
    const file = join(folder, 'random-answer')
    await writeFile(file, await answer.text())
    const contentType = answer.headers.get('content-type') ?? ''
    return await startChild(['benchmarks/harness/bare-server.js', file, contentType], join(folder, 'log'))
  } finally {
    await server.stop()
  }
}

async function measureRound(serve: readonly string[], loads: Loads, folder: string): Promise<Round> {
  const server = await startChild(serve, join(folder, 'log'))
  try {
    await warmUp(server.url, loads.known)
    const known = await rateOf(server, loads.known)
    const random = await rateOf(server, loads.random, loads.randomMembers)
    return { known, random, bare: await rateOf(loads.bare, loads.known) }
  } finally {
    await server.stop()
  }
}

async function rateOf(server: ChildServer, load: Loader, maxCalls = Number.POSITIVE_INFINITY): Promise<Rate> {
  const beforeMs = server.processorMs()
  const { requests, requestsPerSecond, failed } = await load(server.url, seconds)
  const processorUs = ((server.processorMs() - beforeMs) * 1000) / requests
  if (failed > 0) throw new Error(`${failed} calls failed`)
  if (requests > maxCalls) throw new Error(`${requests} calls for ${maxCalls} members: use --coupons with more`)
  return { perSecond: requestsPerSecond, processorUs }
}

function tableOf(sides: readonly Side[]): string {
  const columns = [
    ...['phone, 8 rows, JSON', 'asked before, µs', 'ratio to bare by calls/s', 'by processor'],
    ...[
      'never asked before, µs',
      'ratio to bare by calls/s',
      'by processor',
      'never to before, by calls/s',
      'by processor',
    ],
  ]
  const rows = sides.map(({ name, rounds }) => {
    const of = (value: (round: Round) => number) => median(rounds.map(value))
    const ratios = (kind: 'known' | 'random') => [
      of((round) => round[kind].processorUs).toFixed(1),
      of((round) => round[kind].perSecond / round.bare.perSecond).toFixed(2),
      of((round) => round.bare.processorUs / round[kind].processorUs).toFixed(2),
    ]
    const times = [
      of(({ known, random }) => known.perSecond / random.perSecond).toFixed(2),
      of(({ known, random }) => random.processorUs / known.processorUs).toFixed(2),
    ]
    return `| ${[name, ...ratios('known'), ...ratios('random'), ...times].join(' | ')} |`
  })
  return [`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`, ...rows].join('\n')
}

if (import.meta.main) console.log(await benchmarkRandomMembers(dataOptions(), otherCheckout()))
