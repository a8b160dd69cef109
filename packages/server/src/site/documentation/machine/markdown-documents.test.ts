import { errors, methods } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { guides } from '#site/documentation/guides/guides'
import { markdownDocuments } from './markdown-documents.ts'

const gatewayUrl = 'https://coupons.example.com/router/rest'
const documents = markdownDocuments(gatewayUrl)

it('holds every guide and every method in both languages', () => {
  expect(documents).toHaveLength(2 * (guides.length + Object.keys(methods).length))
  expect(new Set(documents.map(({ language, slug }) => `${language}/${slug}`)).size).toBe(documents.length)
})

it.each(documents)(
  'leaves no component, anchor or placeholder in $language/$slug, and no markup of pages',
  ({ text }) => {
    expect(text).not.toMatch(/^::|\{#|GATEWAY_URL|SERVER_URL|undefined|<(table|section|div)\b/m)
    expect(text.length).toBeGreaterThan(100)
  },
)

it('contains the cure of each public error', () => {
  const guide = documents.find(({ language, slug }) => language === 'zh' && slug === 'public-errors')
  for (const { cure } of Object.values(errors)) expect(guide?.text).toContain(cure.zh)
})
