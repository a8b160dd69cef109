import { type MappingAlgorithm, type ThemeConfig, theme } from 'antd'
import { fontFamilies, fontSizes, palettes, radii, type ThemeName } from './tokens.ts'

type Options = Readonly<{
  /** Nothing slides, unfolds or fades. */
  isStill: boolean
}>

/** Ant Design's theme, derived from the tokens. Its own default colours fail the contrast of WCAG AA. */
export function themeConfig(name: ThemeName, { isStill }: Options): ThemeConfig {
  const colours = palettes[name]
  const isDark = name === 'dark'
  return {
    algorithm: [isDark ? theme.darkAlgorithm : theme.defaultAlgorithm, theme.compactAlgorithm, withTextSizes],
    hashed: false,
    token: {
      // A unit of 0 makes transitions of style sheets take no time either.
      ...(isStill && { motion: false, motionUnit: 0 }),
      fontFamily: fontFamilies.text,
      fontFamilyCode: fontFamilies.code,
      fontSize: fontSizes.body,
      borderRadius: radii.control,
      borderRadiusLG: radii.card,
      wireframe: false,
      colorPrimary: colours.accent,
      colorInfo: isDark ? colours.info : colours.accent,
      colorLink: colours.link,
      colorLinkHover: isDark ? '#91caff' : '#003eb3',
      colorLinkActive: isDark ? '#91caff' : '#003eb3',
      colorSuccess: colours.success,
      colorSuccessText: colours.success,
      colorSuccessBg: colours.successBack,
      colorSuccessBorder: colours.successLine,
      colorWarning: colours.warning,
      colorWarningText: colours.warning,
      colorWarningBg: colours.warningBack,
      colorWarningBorder: colours.warningLine,
      colorError: colours.error,
      colorErrorText: colours.error,
      colorErrorBg: colours.errorBack,
      colorErrorBorder: colours.errorLine,
      colorBgLayout: colours.page,
      colorBgContainer: colours.surface,
      colorBgElevated: colours.raised,
      colorBorder: isDark ? '#4a535c' : '#c9ced4',
      colorBorderSecondary: colours.line,
      colorSplit: colours.line,
      colorText: colours.text,
      colorTextSecondary: colours.soft,
      colorTextTertiary: colours.soft,
      colorTextDescription: colours.soft,
      colorTextPlaceholder: colours.faint,
      colorTextQuaternary: colours.faint,
      colorTextDisabled: colours.faint,
      controlItemBgActive: colours.selected,
    },
    components: {
      Layout: { headerBg: colours.surface, siderBg: colours.surface, bodyBg: colours.page },
      Menu: {
        itemBg: 'transparent',
        itemSelectedBg: colours.selected,
        itemSelectedColor: colours.link,
        itemHeight: 36,
        iconSize: 16,
        collapsedIconSize: 16,
        activeBarBorderWidth: 0,
      },
      Tabs: {
        itemSelectedColor: colours.link,
        itemHoverColor: colours.link,
        itemActiveColor: colours.link,
        inkBarColor: colours.link,
        horizontalMargin: '0',
      },
      Table: {
        headerBg: isDark ? colours.raised : '#f7f8fa',
        headerSplitColor: 'transparent',
        rowHoverBg: isDark ? '#1f2730' : '#f3f7fd',
        cellPaddingBlockSM: 5,
        cellPaddingInlineSM: 10,
      },
      Descriptions: { titleMarginBottom: 8 },
      Button: {
        colorLink: colours.link,
        // A line of text and its border.
        controlHeightSM: 24,
        dangerColor: isDark ? '#141414' : '#ffffff',
        // White text is read on it too.
        colorPrimaryHover: isDark ? '#0958d9' : '#003eb3',
        defaultHoverColor: colours.link,
        defaultHoverBorderColor: colours.link,
        colorErrorHover: isDark ? '#ffb8ba' : '#a8071a',
        ...(isDark ? { defaultBg: colours.raised } : {}),
      },
    },
  }
}

/** The compact sizes with texts as large as they are without them: operators read them all day. */
const withTextSizes: MappingAlgorithm = (_seed, tokens = theme.defaultAlgorithm(theme.defaultSeed)) => ({
  ...tokens,
  fontSize: fontSizes.body,
  fontSizeSM: fontSizes.note,
  fontSizeLG: fontSizes.heading,
  fontSizeXL: fontSizes.title,
  fontSizeHeading3: fontSizes.title,
  fontSizeHeading4: fontSizes.heading,
  fontHeight: 22,
  lineHeight: 22 / 14,
})
