import { expect, it } from 'vitest'
import { splitShellWords } from './shell-words.ts'

const words = (command: string) => splitShellWords(command).words

it.each<[promise: string, command: string, words: readonly string[]]>([
  ['blanks', 'curl  a\tb ', ['curl', 'a', 'b']],
  ['single quotes', `curl 'a "b" \\c' ''`, ['curl', 'a "b" \\c', '']],
  ['double quotes', 'curl "a \'b\' \\"c\\" \\$d \\e"', ['curl', 'a \'b\' "c" $d \\e']],
  ['quotes inside a word', `curl a'b c'"d"e`, ['curl', 'ab cde']],
  ['a quote within single quotes, as sh writes it', `curl 'it'\\''s'`, ['curl', "it's"]],
  ['continued lines', 'curl \\\n  a \\\r\n  b', ['curl', 'a', 'b']],
  ['continued lines of PowerShell', 'curl.exe `\n  a', ['curl.exe', 'a']],
  ['ANSI-C quotes', `curl $'a\\nb\\u6ee1\\'c\\x41'`, ['curl', "a\nb满'cA"]],
  ['a quote never closed', `curl 'a b`, ['curl', 'a b']],
  ['a pipe after the command', `curl 'a|b' | jq .`, ['curl', 'a|b']],
  ['an output file', 'curl a > b', ['curl', 'a']],
  ['the prompt of Windows', 'curl -d "a=1&b=\\"x\\"" ^\r\n  "c^d"', ['curl', '-d', 'a=1&b="x"', 'c^d']],
  [
    'a browser’s copy for Windows',
    'curl ^"http://h/r?a=1^&b=^%^7B2^%^22^" ^\n  -H ^"x: \\^"y\\^"^"',
    ['curl', 'http://h/r?a=1&b=%7B2%22', '-H', 'x: "y"'],
  ],
])('takes %s', (_promise, command, expected) => {
  expect(words(command)).toEqual(expected)
})

it('reports an unquoted &, at which a shell ends the command', () => {
  expect(splitShellWords('curl http://h/r?a=1&b=2')).toEqual({
    words: ['curl', 'http://h/r?a=1&b=2'],
    hasBareAmpersand: true,
  })
  expect(splitShellWords("curl 'http://h/r?a=1&b=2'").hasBareAmpersand).toBe(false)
})
