import { posix } from 'node:path'
import type { Workspace } from './workspace.ts'

/**
 * Finds references that lead nowhere: documents and sections that comments of source files cite, and files and headings
 * that Markdown links name. A comment cites `docs/<name>.md`, or a part of it: `docs/<name>.md, 3.1` (numbers of sections) or
 * `docs/<name>.md, "Heading"`. A document names a source file as `file.ts`, with as much of its path as it likes; links to
 * other sites and to paths of the server (`/docs/…`) are not checked.
 * @returns one line per reference that leads nowhere
 */
export function checkReferences(workspace: Workspace): readonly string[] {
  const { sources, documents } = workspace
  return [
    ...[...sources.values()].flatMap(({ path, comments }) =>
      comments.flatMap((comment) => checkCitations(workspace, { path, comment })),
    ),
    ...[...documents].flatMap(([path, text]) => checkLinks(workspace, { path, text })),
    ...[...documents].flatMap(([path, text]) => checkFileNames(workspace, { path, text })),
  ]
}

const citation = /([\w./-]*\w\.md)\b(?:,\s*(?:(\d[\d.]*(?:(?:,\s*|\s+and\s+)\d[\d.]*)*)|"([^"]+)"))?/g

function checkCitations(workspace: Workspace, { path, comment }: Readonly<{ path: string; comment: string }>) {
  return [...comment.matchAll(citation)].flatMap(([cited, file = '', numbers, heading]) => {
    const document = documentAt(workspace, { path, file })
    if (document === undefined) return [`${path}: cites ${file}, which does not exist`]
    const isMissing = (numbers?.match(/\d+(\.\d+)*/g) ?? []).some((number) => !hasSection(document, number))
    const isUnknown = heading !== undefined && !headingsOf(document).includes(heading)
    return isMissing || isUnknown ? [`${path}: cites ${cited}, a section that does not exist`] : []
  })
}

/** The text of a document named by its path in the repository, or beside the file that names it. */
function documentAt({ documents }: Workspace, { path, file }: Readonly<{ path: string; file: string }>) {
  return documents.get(file) ?? documents.get(posix.join(posix.dirname(path), file))
}

function headingsOf(document: string): readonly string[] {
  return [...document.replaceAll(fencedBlock, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading)
}

const fencedBlock = /^(`{3,}|~{3,}).*\n[\s\S]*?^\1[`~]*$/gm

function hasSection(document: string, number: string): boolean {
  return headingsOf(document).some((heading) => heading.startsWith(`${number}. `) || heading.startsWith(`${number} `))
}

const link = /\]\(([^)\s]+)\)/g

function checkLinks(workspace: Workspace, { path, text }: Readonly<{ path: string; text: string }>) {
  return [
    ...text
      .replaceAll(fencedBlock, '')
      .replaceAll(/`[^`\n]*`/g, '')
      .matchAll(link),
  ].flatMap(([, target = '']) => {
    if (/^([a-z]+:|\/)/.test(target)) return []
    const [file = '', anchor] = target.split('#')
    const named = file === '' ? path : posix.join(posix.dirname(path), file)
    if (!isThere(workspace, named)) return [`${path}: links to ${target}, which does not exist`]
    if (anchor === undefined) return []
    const anchors = headingsOf(workspace.documents.get(named) ?? '').map(anchorOf)
    return anchors.includes(anchor) ? [] : [`${path}: links to ${target}, a heading that does not exist`]
  })
}

function checkFileNames({ paths }: Workspace, { path, text }: Readonly<{ path: string; text: string }>) {
  const codeSpans = text.replaceAll(fencedBlock, '').match(/`[^`\n]+`/g) ?? []
  return codeSpans
    .flatMap((span) => span.match(/(?<=[`\s])[\w./-]+\.ts(?=[`\s,])/g) ?? [])
    .filter((name) => ![...paths].some((each) => each === name || each.endsWith(`/${name}`)))
    .map((name) => `${path}: names ${name}, which does not exist`)
}

/** Whether a path is a file, or a folder with files in it. */
function isThere({ paths }: Workspace, path: string): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`
  return paths.has(path) || [...paths].some((each) => each.startsWith(folder))
}

/** What forges make of a heading: small letters and digits of any script, blanks as hyphens, the rest left out. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-')
}
