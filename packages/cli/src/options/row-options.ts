import { InvalidArgumentError, Option } from 'commander'
import { nonBlank } from './data-options.ts'

/** `--channel`, for commands that read rows of coupons. */
export function channelOption(): Option {
  return new Option('--channel <channel>', '没有渠道的行所用的渠道 (channel for rows without one)').argParser(nonBlank)
}

/** `--encoding` of a file of rows. */
export function encodingOption(): Option {
  return new Option(
    '--encoding <name>',
    '文件编码，缺省自动识别 UTF-8、UTF-16、GBK (encoding of the file; default: detect UTF-8, UTF-16, GBK)',
  ).argParser(encodingLabel)
}

/** `--ignore-unknown`, for columns and members that name no field. */
export function ignoreUnknownOption(): Option {
  return new Option('--ignore-unknown', '忽略未知的列 (ignore unknown columns)')
}

/** @throws InvalidArgumentError for an unknown encoding */
function encodingLabel(label: string): string {
  try {
    return new TextDecoder(label).encoding
  } catch {
    throw new InvalidArgumentError('未知的编码，例如 utf-8、gbk、utf-16le (unknown encoding)')
  }
}
