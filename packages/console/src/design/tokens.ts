/**
 * The one set of values that colours, sizes and distances come from: Ant Design's theme (theme.ts) and the style sheets
 * (as custom properties) derive from it. Every text colour has a contrast of 4.5 or more on its background in its theme.
 */
export type ThemeName = 'light' | 'dark'

/** Text sizes in px. */
export const fontSizes = { note: 12, body: 14, heading: 16, title: 20 } as const

export const radii = { control: 4, card: 6 } as const

export const fontFamilies = {
  text: "-apple-system, BlinkMacSystemFont, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Segoe UI', sans-serif",
  code: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace",
} as const

const light = {
  page: '#f4f6f8',
  surface: '#ffffff',
  raised: '#ffffff',
  line: '#e3e6ea',
  text: '#1b2126',
  /** Second to `text`: descriptions, units. */
  soft: 'rgba(0,0,0,.62)',
  /** Placeholders and what is least. */
  faint: 'rgba(0,0,0,.58)',
  accent: '#0958d9',
  link: '#0958d9',
  onAccent: '#ffffff',
  selected: '#e6f0ff',
  success: '#237804',
  successBack: '#f6ffed',
  successLine: '#b7eb8f',
  warning: '#874d00',
  warningBack: '#fff7e6',
  warningLine: '#ffd591',
  error: '#cf1322',
  errorBack: '#fff1f0',
  errorLine: '#ffa39e',
  info: '#0958d9',
  infoBack: '#e6f4ff',
  infoLine: '#91caff',
  neutralBack: '#f0f2f4',
  shadow: '0 1px 2px rgba(16,24,32,.06), 0 1px 6px rgba(16,24,32,.05)',
}

type Palette = Readonly<Record<keyof typeof light, string>>

const dark: Palette = {
  page: '#101418',
  surface: '#181d22',
  raised: '#20262c',
  line: '#2f363d',
  text: 'rgba(255,255,255,.88)',
  soft: 'rgba(255,255,255,.67)',
  faint: 'rgba(255,255,255,.6)',
  accent: '#1668dc',
  link: '#69b1ff',
  onAccent: '#ffffff',
  selected: '#152a45',
  success: '#73d13d',
  successBack: '#16240d',
  successLine: '#345c19',
  warning: '#ffc53d',
  warningBack: '#2a1f08',
  warningLine: '#6b4e11',
  error: '#ff9c9e',
  errorBack: '#2b1416',
  errorLine: '#7a2c31',
  info: '#69b1ff',
  infoBack: '#10213a',
  infoLine: '#1d4a80',
  neutralBack: '#262c33',
  shadow: '0 1px 2px rgba(0,0,0,.4)',
}

export const palettes: Readonly<Record<ThemeName, Palette>> = { light, dark }

/** Colours of groups in a chart, largest group first; the last is that of all others. Each differs in lightness from its neighbours. */
export const seriesColours: Readonly<Record<ThemeName, readonly string[]>> = {
  light: ['#0958d9', '#d46b08', '#237804', '#8f5bd6', '#08979c', '#c41d7f', '#7c6a00', '#8c939b'],
  dark: ['#4096ff', '#ffa940', '#73d13d', '#b99bff', '#36cfc9', '#ff85c0', '#ffe58f', '#8c939b'],
}

/** The custom properties of a theme: `--yq-text`, `--yq-success-back` … */
export function customProperties(theme: ThemeName): Readonly<Record<string, string>> {
  const named = Object.entries(palettes[theme]).map(([name, value]) => [
    `--yq-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    value,
  ])
  return Object.fromEntries([...named, ['--yq-font', fontFamilies.text], ['--yq-font-code', fontFamilies.code]])
}
