/** The members of a comma list as given, with leading zeros. */
export function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '')
}
