import { createTheme, type CSSVariablesResolver } from '@mantine/core'

/** Mantine's parts in our tokens. */
export const theme = createTheme({
  fontFamily: 'var(--font-ui)',
  fontFamilyMonospace: 'var(--font-mono)',
  primaryColor: 'signal',
  primaryShade: { light: 6, dark: 5 },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  colors: {
    signal: [
      '#eef1ff',
      '#dbe2ff',
      '#b8c5ff',
      '#93acff',
      '#7089f6',
      '#4a66e8',
      '#3f5bd9',
      '#3450cf',
      '#2a41ab',
      '#1f3183',
    ],
    dark: [
      '#f1f4f8',
      '#b3bcc9',
      '#8c97a7',
      '#6b7685',
      '#2d3540',
      '#272e38',
      '#1d222a',
      '#161a20',
      '#111419',
      '#0b0d11',
    ],
  },
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px' },
})

const variables = {
  '--mantine-color-body': 'var(--surface-2)',
  '--mantine-color-text': 'var(--text-1)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-default': 'var(--surface-2)',
  '--mantine-color-default-border': 'var(--border-2)',
  '--mantine-color-default-hover': 'var(--surface-3)',
  '--mantine-color-error': 'var(--err)',
  '--mantine-color-anchor': 'var(--accent)',
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: variables, dark: variables })
