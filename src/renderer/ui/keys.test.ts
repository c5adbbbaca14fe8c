import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { listenForKeys, needsKey, useKeyGroups, type FocusedControl } from './keys'

/** An element that matches some selectors, as far as its own attributes go. */
class Control implements FocusedControl {
  constructor(
    readonly tagName: string,
    private readonly matches: readonly string[] = [],
    readonly type?: string,
  ) {}

  closest(selectors: string): Element | null {
    const isMatch = selectors.split(',').some(selector => this.matches.includes(selector.trim()))
    return isMatch ? (this as unknown as Element) : null
  }
}

const button = new Control('BUTTON', ['button'])
const runButton = new Control('BUTTON', ['button', '[data-hotkey="Space"]'])

it.each<[string, FocusedControl, string, boolean]>([
  ['a text field keeps letters', new Control('INPUT', [], 'text'), 'f', true],
  ['a text area keeps Escape', new Control('TEXTAREA'), 'Escape', true],
  ['a choice of several keeps arrows', new Control('INPUT', [], 'radio'), 'ArrowLeft', true],
  ['a choice of several gives letters away', new Control('INPUT', [], 'radio'), 't', false],
  ['a button keeps Space', button, ' ', true],
  ['a button keeps Enter', button, 'Enter', true],
  ['a button gives letters away', button, 'l', false],
  ['what is a switch by its role keeps Space', new Control('DIV', ['[role="switch"]']), ' ', true],
  ['a button labelled with Space gives it away', runButton, ' ', false],
  ['a button labelled with Space keeps Enter', runButton, 'Enter', true],
  ['a dialog keeps everything', new Control('DIV', ['[role="dialog"]']), ' ', true],
  ['a dialog gives Escape away', new Control('DIV', ['[role="dialog"]']), 'Escape', false],
  ['the page itself keeps nothing', new Control('BODY'), ' ', false],
])('%s', (_, control, key, needs) => {
  expect(needsKey(control, key)).toBe(needs)
})

class Page extends EventTarget {}

class KeyPress extends Event {
  readonly ctrlKey = false
  readonly metaKey = false
  readonly altKey = false

  constructor(
    readonly key: string,
    readonly repeat = false,
  ) {
    super('keydown', { cancelable: true })
  }
}

const run = vi.fn()
const page = new Page()
let stop = () => {}

beforeEach(() => {
  run.mockReset()
  vi.stubGlobal('HTMLElement', Control)
  useKeyGroups.setState({
    groups: [
      {
        title: 'Run',
        keys: [
          { key: ' ', title: 'Run or pause', run },
          { key: 'j', title: 'Next', run },
        ],
      },
    ],
  })
  stop = listenForKeys(page as unknown as Window)
})

afterEach(() => {
  stop()
  vi.unstubAllGlobals()
})

it('a held Space acts once, a held j again and again', () => {
  for (const repeat of [false, true, true]) {
    page.dispatchEvent(new KeyPress(' ', repeat))
    page.dispatchEvent(new KeyPress('j', repeat))
  }
  expect(run).toHaveBeenCalledTimes(4)
})

it('a key that acted does nothing else: a focused button is not pressed as well', () => {
  const press = new KeyPress(' ')
  page.dispatchEvent(press)
  expect(press.defaultPrevented).toBe(true)
})

it('a key that something else has answered is left alone', () => {
  const press = new KeyPress(' ')
  press.preventDefault()
  page.dispatchEvent(press)
  expect(run).not.toHaveBeenCalled()
})
