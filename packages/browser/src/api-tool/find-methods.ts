import type { MethodDefinition } from '@yaoquan/api'

/** Methods whose name, title, category or description hold every word of a query, those with all words in the name first. */
export function findMethods(methods: readonly MethodDefinition[], query: string): readonly MethodDefinition[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const holdsAll = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  const named = methods.filter(({ name }) => holdsAll(name))
  const described = methods.filter((method) => !named.includes(method) && holdsAll(searchedText(method)))
  return [...named, ...described]
}

function searchedText({ name, title, category, description }: MethodDefinition): string {
  return [name, ...[title, category, description].flatMap(({ zh, en }) => [zh, en])].join(' ')
}
