import { fontFamilies, fontSizes, gridPx, palettes, radii, type ThemeName } from '@yaoquan/browser/tokens'
import { type MappingAlgorithm, type ThemeConfig, theme } from 'antd'

type Options = Readonly<{
  /** Nothing slides, unfolds or fades. */
  isStill: boolean
  /** What is pressed is as high as a thumb needs. */
  isForThumbs: boolean
}>

/** Ant Design's theme, derived from the tokens. Its own default colours fail the contrast of WCAG AA. */
export function themeConfig(name: ThemeName, { isStill, isForThumbs }: Options): ThemeConfig {
  const colours = palettes[name]
  const isDark = name === 'dark'
  return {
    algorithm: [
      isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
      theme.compactAlgorithm,
      withTextSizes,
      ...(isForThumbs ? [withThumbSizes] : []),
    ],
    hashed: false,
    token: {
      // A unit of 0 makes transitions of style sheets take no time either.
      ...(isStill && { motion: false, motionUnit: 0 }),
      // That of the page's language.
      fontFamily: 'var(--yq-font)',
      fontFamilyCode: fontFamilies.code,
      fontSize: fontSizes.body,
      sizeUnit: gridPx,
      borderRadius: radii.control,
      borderRadiusLG: radii.card,
      wireframe: false,
      colorPrimary: colours.accent,
      colorInfo: isDark ? colours.info : colours.accent,
      colorLink: colours.link,
      colorLinkHover: colours.linkHover,
      colorLinkActive: colours.linkHover,
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
      colorBorder: colours.border,
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
      ...(isForThumbs && thumbSizes),
      Tabs: {
        ...(isForThumbs && { horizontalItemPadding: '11px 0' }),
        itemSelectedColor: colours.link,
        itemHoverColor: colours.link,
        itemActiveColor: colours.link,
        inkBarColor: colours.link,
        horizontalMargin: '0',
      },
      Table: {
        headerBg: colours.tableHead,
        headerSplitColor: 'transparent',
        rowHoverBg: colours.hover,
        cellPaddingBlockSM: 5,
        cellPaddingInlineSM: 10,
      },
      Descriptions: { titleMarginBottom: 8 },
      // Text and fine lines in the accent have the colour of links, which is legible in the dark theme too.
      Spin: { colorPrimary: colours.link },
      Steps: {
        colorPrimary: colours.link,
        colorPrimaryHover: colours.link,
        colorTextLightSolid: isDark ? '#141414' : '#ffffff',
      },
      Button: {
        colorLink: colours.link,
        // A line of text and its border.
        controlHeightSM: isForThumbs ? thumbPx : 24,
        dangerColor: isDark ? '#141414' : '#ffffff',
        // White text is read on it too.
        colorPrimaryHover: colours.accentHover,
        defaultHoverColor: colours.link,
        defaultHoverBorderColor: colours.link,
        colorErrorHover: isDark ? '#ffb8ba' : '#a8071a',
        ...(isDark ? { defaultBg: colours.raised } : {}),
      },
    },
  }
}

/** The least height of what a thumb presses, in px. */
const thumbPx = 44

const withThumbSizes: MappingAlgorithm = (_seed, tokens = theme.defaultAlgorithm(theme.defaultSeed)) => ({
  ...tokens,
  controlHeight: thumbPx,
  controlHeightSM: 36,
  controlHeightLG: thumbPx,
})

const thumbSizes = {
  // Below 16 px a phone magnifies the page when one types.
  Input: { inputFontSize: fontSizes.heading },
  InputNumber: { inputFontSize: fontSizes.heading },
  // Seven of them are not wider than a phone of 360 px. With its padding a cell is higher than a thumb.
  DatePicker: { cellWidth: thumbPx, cellHeight: 36 },
  Pagination: { itemSize: thumbPx, itemSizeSM: thumbPx },
  Dropdown: { paddingBlock: 11 },
  Select: { controlHeightSM: thumbPx },
  // An option, and the track around it.
  Segmented: { controlHeight: thumbPx + 4, controlHeightSM: thumbPx + 4 },
} as const

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
