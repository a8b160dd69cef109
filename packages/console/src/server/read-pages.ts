type Page = Readonly<{ nextCursor?: string | undefined }>

/**
 * The pages of a list that is read by cursors, one after another.
 * @param read reads the page of a cursor; undefined: the first
 * @param goesOn whether to read another page after these, where there is one
 */
export async function readPages<P extends Page>(
  read: (cursor: string | undefined) => Promise<P>,
  goesOn: (pages: readonly P[]) => boolean = () => true,
): Promise<readonly P[]> {
  const pages: P[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await read(cursor)
    pages.push(page)
    cursor = page.nextCursor
    if (cursor === undefined || !goesOn(pages)) return pages
  }
}
