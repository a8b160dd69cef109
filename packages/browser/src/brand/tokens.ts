/**
 * The one set of values that colours, sizes and distances of all pages come from: the console's theme of Ant Design, and the
 * custom properties of every style sheet. Every text colour has a contrast of 4.5 or more on its background in its theme.
 */
export type ThemeName = 'light' | 'dark'

/** Text sizes in px. */
export const fontSizes = { note: 12, body: 14, heading: 16, title: 20, headline: 24 } as const

/** Radii in px. */
export const radii = { control: 4, card: 6 } as const

/** Distances are multiples of it, in px. */
export const gridPx = 4

/** Height in px of the head of every page. */
export const headPx = 48

export const fontFamilies = {
  text: "-apple-system, BlinkMacSystemFont, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Segoe UI', sans-serif",
  /** Fonts of English pages: quotes of a Chinese font are as wide as a character. The console also has a face of Latin marks only. */
  english:
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Latin marks', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  code: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace",
} as const

const light = {
  page: '#f4f6f8',
  surface: '#ffffff',
  raised: '#ffffff',
  line: '#e3e6ea',
  /** Around what can be typed into or pressed. */
  border: '#c9ced4',
  /** Head of a table. */
  tableHead: '#f7f8fa',
  /** A row or an entry under the pointer. */
  hover: '#f3f7fd',
  text: '#1b2126',
  /** Second to `text`: descriptions, units. */
  soft: 'rgba(0,0,0,.62)',
  /** Placeholders and what is least. */
  faint: 'rgba(0,0,0,.58)',
  accent: '#0958d9',
  accentHover: '#003eb3',
  link: '#0958d9',
  linkHover: '#003eb3',
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
  shadow: 'rgba(16,24,32,.1)',
}

type Palette = Readonly<Record<keyof typeof light, string>>

const dark: Palette = {
  page: '#101418',
  surface: '#181d22',
  raised: '#20262c',
  line: '#2f363d',
  border: '#4a535c',
  tableHead: '#20262c',
  hover: '#1f2730',
  text: 'rgba(255,255,255,.88)',
  soft: 'rgba(255,255,255,.67)',
  faint: 'rgba(255,255,255,.6)',
  accent: '#1668dc',
  accentHover: '#0958d9',
  link: '#69b1ff',
  linkHover: '#91caff',
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
  shadow: 'rgba(0,0,0,.4)',
}

export const palettes: Readonly<Record<ThemeName, Palette>> = { light, dark }

/** Colours of groups in a chart, largest group first; the last is that of all others. Each differs in lightness from its neighbours. */
export const seriesColours: Readonly<Record<ThemeName, readonly string[]>> = {
  light: ['#0958d9', '#d46b08', '#237804', '#8f5bd6', '#08979c', '#c41d7f', '#7c6a00', '#8c939b'],
  dark: ['#4096ff', '#ffa940', '#73d13d', '#b99bff', '#36cfc9', '#ff85c0', '#ffe58f', '#8c939b'],
}

/** The custom properties of a theme: `--yq-text`, `--yq-success-back` …, and those that are the same in both. */
export function customProperties(theme: ThemeName): Readonly<Record<string, string>> {
  return { ...named(palettes[theme]), ...sharedProperties((px) => `${px}px`) }
}

/**
 * The custom properties of both themes as one rule of a style sheet. The page shows the theme of `data-theme`, without one
 * that of the system; sizes follow the text size of the browser.
 */
export function tokenStyle(): string {
  const colours = named(palettes.light)
  const darkOnes = named(palettes.dark)
  const lines = Object.entries({
    'color-scheme': 'light dark',
    ...Object.fromEntries(
      Object.entries(colours).map(([name, value]) => [name, `light-dark(${value}, ${darkOnes[name]})`]),
    ),
    ...sharedProperties((px) => `${px / 16}rem`),
  })
  const ofThemes = Object.keys(palettes).map((name) => `:root[data-theme="${name}"] {\n  color-scheme: ${name};\n}\n`)
  return [`:root {\n${lines.map(([name, value]) => `  ${name}: ${value};\n`).join('')}}\n`, ...ofThemes].join('')
}

function named(palette: Palette): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(palette).map(([name, value]) => [
      `--yq-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      value,
    ]),
  )
}

function sharedProperties(size: (px: number) => string): Readonly<Record<string, string>> {
  const sizes = Object.entries(fontSizes).map(([name, px]) => [`--yq-size-${name}`, size(px)])
  const corners = Object.entries(radii).map(([name, px]) => [`--yq-radius-${name}`, `${px}px`])
  return {
    ...Object.fromEntries([...sizes, ...corners]),
    '--yq-grid': size(gridPx),
    '--yq-head': size(headPx),
    '--yq-font': fontFamilies.text,
    '--yq-font-english': fontFamilies.english,
    '--yq-font-code': fontFamilies.code,
  }
}
