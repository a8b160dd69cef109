import { httpMethodRemarks, type RawRequest, type Remark, remarkOf } from './pasted-request.ts'
import { splitShellWords } from './shell-words.ts'

/** Reads the request that a curl command sends. Options that do not affect the request are ignored. */
export function readCurl(command: string): RawRequest {
  const { words, hasBareAmpersand } = splitShellWords(command)
  const parts = collectOptions(words.slice(1))
  const data = parts.data.join('&')
  const [address, queryOfAddress = ''] = splitAddress(parts.address)
  const contentType = parts.headers.get('content-type') ?? 'application/x-www-form-urlencoded'
  return {
    kind: 'curl',
    path: pathOf(address),
    contentType,
    queryString: parts.isGet ? [queryOfAddress, data].filter((text) => text !== '').join('&') : queryOfAddress,
    body: parts.isGet ? '' : data,
    remarks: [...parts.remarks, ...(hasBareAmpersand ? [bareAmpersand] : [])],
  }
}

type CurlParts = {
  address: string
  readonly headers: Map<string, string>
  readonly data: string[]
  isGet: boolean
  readonly remarks: Remark[]
}

function collectOptions(words: readonly string[]): CurlParts {
  const parts: CurlParts = { address: '', headers: new Map(), data: [], isGet: false, remarks: [] }
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    const option = splitOption(word)
    if (option === undefined) {
      if (parts.address === '') parts.address = word
      continue
    }
    if (!takesValue.has(option.name)) {
      if (option.name === '-G') parts.isGet = true
      continue
    }
    applyOption(parts, option.name, option.value ?? words[++index] ?? '')
  }
  return parts
}

type Option = Readonly<{ name: string; value: string | undefined }>

/** Maps long names to short ones and splits `-dvalue`, `--data=value` and clusters such as `-sG`. */
function splitOption(word: string): Option | undefined {
  if (!/^-[^\s]/.test(word)) return undefined
  if (word.startsWith('--')) {
    const equals = word.indexOf('=')
    const name = equals === -1 ? word : word.slice(0, equals)
    return { name: shortNames[name] ?? name, value: equals === -1 ? undefined : word.slice(equals + 1) }
  }
  for (let at = 1; at < word.length; at++) {
    const name = `-${word[at]}`
    if (takesValue.has(name)) return { name, value: word.slice(at + 1) || undefined }
    if (name === '-G') return { name, value: undefined }
  }
  return { name: word, value: undefined }
}

const shortNames: Readonly<Record<string, string>> = {
  '--data': '-d',
  '--data-ascii': '-d',
  '--get': '-G',
  '--header': '-H',
  '--request': '-X',
  '--form': '-F',
  '--form-string': '-F',
}

const takesValue: ReadonlySet<string> = new Set([
  ...['-d', '--data-raw', '--data-binary', '--data-urlencode', '-H', '-X', '-F', '--url', '--json'],
  ...['-A', '-b', '-o', '-m', '-x', '-u', '-e', '-w', '-T', '-E', '-c', '-r', '-y', '-Y', '-z', '-C', '-D', '-K'],
  ...['--user-agent', '--cookie', '--output', '--max-time', '--proxy', '--user', '--referer', '--write-out'],
  ...['--connect-timeout', '--resolve', '--cacert', '--retry', '--interface', '--limit-rate'],
])

function applyOption(parts: CurlParts, name: string, value: string): void {
  switch (name) {
    case '--url':
      parts.address = value
      return
    case '-H': {
      const [header = '', ...rest] = value.split(':')
      parts.headers.set(header.trim().toLowerCase(), rest.join(':').trim())
      return
    }
    case '-X':
      parts.remarks.push(...httpMethodRemarks(value.toUpperCase()))
      return
    case '-d':
    case '--data-binary':
      addData(parts, value, value)
      return
    case '--data-raw':
      parts.data.push(value)
      return
    case '--json':
      parts.headers.set('content-type', 'application/json')
      parts.data.push(value)
      return
    case '--data-urlencode':
      addData(parts, value, encodeData(value))
      return
    case '-F':
      addFormPart(parts, value)
  }
}

function addData(parts: CurlParts, value: string, data: string): void {
  if (/^[^=]*@/.test(value) && !value.includes('=')) parts.remarks.push(contentOfFile(value))
  else parts.data.push(data)
}

/** `content`, `=content` or `name=content`: only the content is encoded. */
function encodeData(value: string): string {
  const equals = value.indexOf('=')
  const content = encodeURIComponent(value.slice(equals + 1).toWellFormed())
  return equals > 0 ? `${value.slice(0, equals)}=${content}` : content
}

/** A form part is a parameter too, sent as multipart. */
function addFormPart(parts: CurlParts, value: string): void {
  const equals = value.indexOf('=')
  const content = value.slice(equals + 1)
  if (content.startsWith('@') || content.startsWith('<')) {
    parts.remarks.push(contentOfFile(value))
    return
  }
  parts.data.push(`${encodeURIComponent(value.slice(0, equals))}=${encodeURIComponent(content.toWellFormed())}`)
}

function splitAddress(address: string): readonly [string, string?] {
  const at = address.indexOf('?')
  return at === -1 ? [address] : [address.slice(0, at), address.slice(at + 1).split('#')[0] ?? '']
}

/** @returns the path of an address without its query string; undefined if it has none */
function pathOf(address: string): string | undefined {
  return /^(?:https?:\/\/)?[^/]*(\/[^?#\s]*)/i.exec(address)?.[1]
}

const bareAmpersand = remarkOf('wrong', {
  zh: '命令中有未加引号的 &：shell 会在那里结束命令，后面的参数没有发送。请给URL和数据加上引号',
  en: 'The command has an unquoted &: the shell ends the command there and the following parameters are not sent. Quote address and data',
})

function contentOfFile(value: string): Remark {
  return remarkOf('doubtful', {
    zh: `${value.split('=')[0]} 的内容在文件里，这里看不到，未计入签名`,
    en: `The content of ${value.split('=')[0]} is in a file, which is not available here and not included in the signature`,
  })
}
