import { type ByteSink, openByteSink } from '#export/byte-sink'

export type Codes = Readonly<{ couponCodes: readonly string[]; startDate: string; endDate: string }>

/** Writes generated codes as CSV. */
export type CodeSink = Pick<ByteSink, 'finish' | 'discard'> & Readonly<{ write(codes: Codes): Promise<void> }>

const header = 'coupon_code,start_date,end_date\n'

/**
 * Opens a sink for codes.
 * @param path a file that does not exist yet; standard output if undefined
 * @throws OperationFault if the file exists or cannot be created
 */
export async function openCodeSink(path: string | undefined): Promise<CodeSink> {
  const sink = await openByteSink(path)
  let isFirst = true
  return {
    ...sink,
    async write(codes) {
      const text = isFirst ? header + csvOf(codes) : csvOf(codes)
      isFirst = false
      await sink.write(Buffer.from(text))
    },
  }
}

function csvOf({ couponCodes, startDate, endDate }: Codes): string {
  return couponCodes.map((code) => `${code},${startDate},${endDate}\n`).join('')
}
