import { expect, test } from 'vitest'
import { hasEntry } from './changelog-entry.ts'

const changelog = `# Changelog

## [Unreleased]

- Something.

## [1.2.0] - 2026-11-25

### Added

- A method.

## [1.1.0] - 2026-10-01

### Added

## [1.0.0]

- The first.
`

test.each([
  ['1.2.0', true, 'it has text'],
  ['1.1.0', false, 'it has headings only'],
  ['1.0.0', false, 'it has no date'],
  ['1.2', false, 'another version begins like it'],
  ['1x2.0', false, 'a version is not a pattern'],
  ['Unreleased', false, 'it is no version'],
])('%s: %s, because %s', (version, expected) => {
  expect(hasEntry(changelog, version)).toBe(expected)
})
