/**
 * Whether a changelog in the form of Keep a Changelog describes a version: a heading `## [1.2.3] - 2026-11-25` with text
 * below it.
 */
export function hasEntry(changelog: string, version: string): boolean {
  const sections = changelog.split(/^## /m).slice(1)
  return sections.some((section) => {
    const [heading = '', ...lines] = section.split('\n')
    const isDated = /^\[(.+)\] - \d{4}-\d{2}-\d{2}$/.exec(heading.trim())?.[1] === version
    return isDated && lines.some((line) => line.trim() !== '' && !line.startsWith('#'))
  })
}
