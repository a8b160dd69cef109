import { readFile, stat } from 'node:fs/promises'
import type { CrawlOptions } from '#server'
import { UsageFault } from '#terminal/faults'

export type TargetFlags = Readonly<{ channel?: string; phones?: string; cards?: string }>

const maxFileBytes = 128 * 1024 * 1024

/** What a crawl asks for. @throws UsageFault unless it is asked for in one way */
export async function targetsOf({ channel, phones, cards }: TargetFlags): Promise<CrawlOptions['targets']> {
  if ([channel, phones, cards].filter((one) => one !== undefined).length !== 1) {
    throw new UsageFault('须指定 --channel、--phones 或 --cards 之一', 'give one of --channel, --phones and --cards')
  }
  if (channel !== undefined) return { by: 'channel', values: someOf(distinct(channel.split(',')), '--channel') }
  return phones === undefined
    ? { by: 'cardNo', values: someOf(await linesOf(cards ?? ''), '--cards') }
    : { by: 'phone', values: someOf(await linesOf(phones), '--phones') }
}

/** A crawl needs a target: without one it would report that all totals are equal. */
function someOf(values: readonly string[], flag: string): readonly string[] {
  if (values.length === 0) throw new UsageFault(`${flag} 没有内容`, `${flag} has nothing to crawl`)
  return values
}

async function linesOf(file: string): Promise<readonly string[]> {
  const size = await stat(file).catch((error: unknown) => unreadable(file, error))
  if (size.size > maxFileBytes) throw new UsageFault(`${file} 超过128 MiB`, `${file} has more than 128 MiB`)
  return distinct((await readFile(file, 'utf8')).replace(/^\uFEFF/, '').split(/\r?\n/))
}

function unreadable(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  throw new UsageFault(`无法读取 ${file} ${code}`, `cannot read ${file} ${code}`)
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))]
}
