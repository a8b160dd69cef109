import { TopClient } from '@yaoquan/client'
import type { Command } from 'commander'
import { addGateway, type GatewayFlags } from '#calls/gateway-call'
import { newOutRequestNo, outRequestNoOption, withRequestNumber } from '#calls/request-number'
import { uploadRows } from '#calls/upload-rows'
import { startBadRowsFile } from '#import/bad-rows-file'
import type { ImportCounts } from '#import/import-rows'
import { startProgress } from '#import/import-text'
import { openText, type TextFile } from '#import/open-text'
import { countsLine } from '#import/progress'
import { withStandardInput } from '#import/standard-input'
import { channelOption, encodingOption, ignoreUnknownOption } from '#options/row-options'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type UploadFlags = GatewayFlags &
  Readonly<{
    outRequestNo?: string
    channel?: string
    encoding?: string
    ignoreUnknown?: boolean
    excel?: boolean
  }>

/** Leaves room for the suffix of each part. */
const maxNumberLength = 50

/** `yaoquan upload`: sends a file of any length to a server over the network. */
export function addUpload(program: Command): void {
  const upload = program
    .command('upload')
    .description(
      '把任意数量的优惠券上传到服务器：CSV 或 NDJSON (upload any number of coupons to a server, from CSV or NDJSON)',
    )
    .argument('<file>', '文件，- 为标准输入 (file, or - for standard input)')
    .addOption(channelOption())
    .addOption(encodingOption())
    .addOption(ignoreUnknownOption())
    .option('--excel', '文件由 export --excel 导出 (the file was written by export --excel)')
    .addOption(outRequestNoOption(maxNumberLength))
  addGateway(upload).addHelpText('after', notes).action(uploadFile)
}

async function uploadFile(path: string, flags: UploadFlags): Promise<void> {
  const outRequestNo = flags.outRequestNo ?? newOutRequestNo()
  if (!flags.json) print(`out_request_no ${outRequestNo}`)
  const { counts, errorsPath } = await withStandardInput(path, async (readable, listPath) => {
    const file = { ...(await openText(readable, flags.encoding)), path: listPath }
    return uploadText(file, { ...flags, outRequestNo })
  }).catch((error: unknown) => {
    throw withRequestNumber(error, outRequestNo)
  })
  const errors = counts.bad > 0 ? { errors_file: errorsPath } : {}
  if (flags.json) printJson({ out_request_no: outRequestNo, ...counts, ...errors })
  else print(countsLine(counts))
  if (counts.bad > 0) {
    throw new OperationFault(
      `${counts.bad} 行未存储，原因见 ${errorsPath}`,
      'rows not stored; that file has the reasons',
    )
  }
}

type Uploaded = Readonly<{ counts: ImportCounts; errorsPath: string }>

async function uploadText(file: TextFile, flags: UploadFlags & Readonly<{ outRequestNo: string }>): Promise<Uploaded> {
  const { readRows } = await import('#import/read-rows')
  const { outRequestNo, channel, ignoreUnknown = false, excel: isGuarded } = flags
  const client = new TopClient(flags)
  const badRows = startBadRowsFile(file.path)
  const progress = await startProgress(file.sizeBytes)
  try {
    const counts = await uploadRows(readRows(file, { ignoreUnknown, isGuarded }), {
      send: (coupons) => client.uploadCoupons(coupons, { outRequestNo, channel }),
      badRows,
      committed: (counts) => progress.committed(counts, file.readBytes()),
    })
    return { counts, errorsPath: badRows.path }
  } finally {
    progress.stop()
    badRows.close()
  }
}

const notes = `
与 import 读取同样的文件，签名后经网络上传，不需要服务器的数据目录；分批发送，断线自动重发，不会重复存储。
Reads the same files as import and sends them, signed, over the network; needs no access to the server's data folder. Sends in parts
and resends a part after a broken connection; nothing is stored twice.
中断后用相同的 --out-request-no 与文件重新运行即可。
If it was interrupted, run it again with the same --out-request-no and file.

示例 Examples:
  yaoquan upload coupons.csv --url https://crm.example.cn --channel erp
  sqlcmd … | yaoquan upload - --json`
