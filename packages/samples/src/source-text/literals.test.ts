import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { csharpText, cText, goText, javascriptText, javaText, phpText, pythonText, shellText } from './literals.ts'

/** A program that prints the UTF-8 bytes of each literal as a line of hex digits, and how to run it. */
type Runtime = Readonly<{
  needs: readonly string[]
  literal: (text: string) => string
  file: string
  program: (literals: readonly string[]) => string
  run: readonly (readonly [program: string, ...args: readonly string[]])[]
  /** Whether its texts cannot contain U+0000, which is dropped. */
  hasNoZero?: true
}>

const lines = (literals: readonly string[], line: (literal: string) => string) => literals.map(line).join('\n')

const runtimes: Readonly<Record<string, Runtime>> = {
  sh: {
    needs: ['sh', 'od'],
    literal: shellText,
    file: 'literals.sh',
    program: (literals) => lines(literals, (text) => `printf '%s' ${text} | od -An -v -tx1 | tr -d ' \\n'; echo`),
    run: [['sh', 'literals.sh']],
    hasNoZero: true,
  },
  JavaScript: {
    needs: [],
    literal: javascriptText,
    file: 'literals.cjs',
    program: (literals) => lines(literals, (text) => `console.log(Buffer.from(${text}).toString('hex'))`),
    run: [[process.execPath, 'literals.cjs']],
  },
  Python: {
    needs: ['python3'],
    literal: pythonText,
    file: 'literals.py',
    program: (literals) => lines(literals, (text) => `print(${text}.encode('utf-8').hex())`),
    run: [['python3', 'literals.py']],
  },
  PHP: {
    needs: ['php'],
    literal: phpText,
    file: 'literals.php',
    program: (literals) => `<?php\n${lines(literals, (text) => `echo bin2hex(${text}), "\\n";`)}`,
    run: [['php', 'literals.php']],
  },
  Java: {
    needs: ['javac', 'java'],
    literal: javaText,
    file: 'Literals.java',
    program: (literals) => `import java.nio.charset.StandardCharsets;
public class Literals {
  static void put(String text) {
    StringBuilder hex = new StringBuilder();
    for (byte part : text.getBytes(StandardCharsets.UTF_8)) hex.append(String.format("%02x", part));
    System.out.println(hex);
  }
  public static void main(String[] args) {
${lines(literals, (text) => `put(${text});`)}
  }
}`,
    run: [
      ['javac', '-encoding', 'UTF-8', 'Literals.java'],
      ['java', '-cp', '.', 'Literals'],
    ],
  },
  'C#': {
    needs: ['mcs', 'mono'],
    literal: csharpText,
    file: 'literals.cs',
    program: (literals) => `using System;
using System.Text;
public class Literals {
  static void Put(string text) {
    Console.WriteLine(BitConverter.ToString(Encoding.UTF8.GetBytes(text)).Replace("-", "").ToLowerInvariant());
  }
  public static void Main() {
${lines(literals, (text) => `Put(${text});`)}
  }
}`,
    run: [
      ['mcs', '-codepage:utf8', 'literals.cs'],
      ['mono', 'literals.exe'],
    ],
  },
  Go: {
    needs: ['go'],
    literal: goText,
    file: 'literals.go',
    program: (literals) => `package main
import "fmt"
func main() {
${lines(literals, (text) => `fmt.Printf("%x\\n", ${text})`)}
}`,
    run: [['go', 'run', 'literals.go']],
  },
  C: {
    needs: ['gcc'],
    literal: cText,
    file: 'literals.c',
    program: (literals) => `#include <stdio.h>
static void put(const char *text) {
  for (; *text != 0; text++) printf("%02x", (unsigned char) *text);
  printf("\\n");
}
int main(void) {
${lines(literals, (text) => `put(${text});`)}
  return 0;
}`,
    run: [['gcc', '-std=c99', '-o', 'literals', 'literals.c'], ['./literals']],
    hasNoZero: true,
  },
}

const folder = mkdtempSync(join(tmpdir(), 'literals-'))

afterAll(() => rmSync(folder, { recursive: true }))

/** Problematic texts: quotes, backslashes, variables, escapes, trigraphs, line ends and ends of files. */
const known = [
  ...[
    '',
    "'",
    '"',
    '\\',
    '\\\\',
    '$',
    '$HOME',
    '$' + '{HOME}',
    '$(id)',
    '`id`',
    '{$a}',
    '%s',
    '!!',
    "it's",
    '\\u0041',
    '\\x41',
  ],
  ...['??=', '??/', '?>', '<?php', '\n', '\r\n', '\t', '\0', '\x01f', '\x1b9', '\x7f', '\u0085', '\u2028', '\ufeff'],
  ...['满199减99', '{"channel":"线下\\"门店"}', '😀', '\ud83d', '#{a}', '@a', '-n', '*', '//', '/*', '*/', 'a\\'],
]

const hurtful = fc.constantFrom(...known.filter((text) => text !== ''))
const texts = fc.array(
  fc.oneof(
    fc.array(hurtful, { maxLength: 6 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  ),
  { minLength: 300, maxLength: 300 },
)

describe.each(Object.entries(runtimes))('literals of %s', (_name, runtime) => {
  const missing = runtime.needs.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0)
  const isSkipped = missing.length > 0 && process.env['YAOQUAN_SKIP_NOTHING'] !== '1'

  it.skipIf(isSkipped)(`mean the text itself${isSkipped ? ` (skipped: no ${missing.join(', ')} here)` : ''}`, () => {
    const property = fc.property(texts, (random) => {
      const given = [...known, ...random]
      expect(bytesSeenBy(runtime, given)).toEqual(given.map((text) => bytesOf(runtime, text)))
    })
    // A run compiles a program with hundreds of texts: a second one would find what more texts do, and shrinking would take minutes.
    fc.assert(property, { numRuns: 1, endOnFailure: true })
  })
})

function bytesSeenBy({ literal, file, program, run }: Runtime, given: readonly string[]): readonly string[] {
  writeFileSync(join(folder, file), program(given.map(literal)))
  const outputs = run.map(([name, ...args]) =>
    execFileSync(name, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, GO111MODULE: 'off' } }),
  )
  return (outputs.at(-1) ?? '').replace(/\r?\n$/, '').split('\n')
}

function bytesOf({ hasNoZero }: Runtime, text: string): string {
  const seen = hasNoZero ? text.replaceAll('\0', '') : text
  return Buffer.from(seen.toWellFormed()).toString('hex')
}
